import { connect, type Socket } from 'node:net';
import { TallyError } from '../../../contract/problem.ts';
import { publicKeyFromBlob, type PublicKey } from './ssh-public-key.ts';
import { SshReader, sshString, sshUint32 } from './ssh-wire.ts';

/** A key whose private half stays with ssh-agent, or with the hardware behind it. */
export interface AgentKey {
  readonly fingerprint: string;
  readonly publicBlob: Uint8Array;
  readonly publicKey: PublicKey;
  readonly comment: string;
  /** A signature in OpenSSH's wire form. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

// draft-ietf-sshm-ssh-agent.
const asks = { identities: 11, sign: 13 } as const;
const answers = { identities: 12, signed: 14 } as const;
const longestAnswer = 1 << 20;

/** The keys of the agent behind a socket that could sign here: Ed25519 and ECDSA P-256, in files or in hardware. */
export async function agentKeys(socket: string): Promise<AgentKey[]> {
  const reader = new SshReader(await ask(socket, Buffer.of(asks.identities), answers.identities));
  const keys: AgentKey[] = [];
  for (let left = reader.uint32(); left > 0; left--) {
    const publicBlob = reader.string();
    const comment = reader.text();
    const publicKey = publicKeyFromBlob(publicBlob);
    if (publicKey === null) continue;
    const sign = async (data: Uint8Array): Promise<Uint8Array> => {
      const request = [Buffer.of(asks.sign), sshString(publicBlob), sshString(data), sshUint32(0)];
      return new SshReader(await ask(socket, Buffer.concat(request), answers.signed)).string();
    };
    keys.push({ fingerprint: publicKey.fingerprint, publicBlob, publicKey, comment, sign });
  }
  return keys;
}

/** One question on a connection of its own; the answer without its type. */
async function ask(path: string, request: Uint8Array, wanted: number): Promise<Uint8Array> {
  const socket = connect(path);
  try {
    socket.write(sshString(request));
    const answer = await answerOf(socket);
    if (answer[0] !== wanted)
      throw new TallyError(
        'usage',
        'The agent refuses to do this',
        path,
        'Add the key with ssh-add, or unlock the agent',
      );
    return answer.subarray(1);
  } catch (error) {
    if (error instanceof TallyError) throw error;
    throw new TallyError('usage', 'The agent does not answer', path, 'Start ssh-agent, and add the key with ssh-add', {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}

async function answerOf(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (bytes.length < 4) continue;
    const length = bytes.readUInt32BE();
    if (length > longestAnswer) break;
    if (bytes.length >= 4 + length) return bytes.subarray(4, 4 + length);
  }
  throw new Error('The answer is cut off');
}

/** The socket of the agent that this session has. */
export function agentSocket(environment: NodeJS.ProcessEnv): string {
  const named = environment['SSH_AUTH_SOCK'] ?? '';
  if (named !== '') return named;
  if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent';
  throw new TallyError('usage', 'There is no ssh-agent: SSH_AUTH_SOCK is not set', '', 'Start one, or give --key');
}
