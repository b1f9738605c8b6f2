import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { z } from 'zod';
import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import type { EngineEvent } from '../../contract/events.ts';
import type { Job } from '../../contract/job.ts';
import { problemOf, type Problem } from '../../contract/problem.ts';
import type { hostView } from '../../contract/host.ts';
import type { workspaceView } from '../../contract/workspace.ts';
import { Keyboard } from '../keys/keyboard.svelte.ts';
import type { Chosen, PageTransport } from '../transport/page-transport.ts';
import { hashOf, routeOf, type Route, type View } from './route.ts';
import { Notices } from './notices.svelte.ts';

export type HostView = z.output<typeof hostView>;
export type WorkspaceView = z.output<typeof workspaceView>;
export type RunEvent = Extract<EngineEvent, { type: 'run' }>;
type Command = Extract<EngineEvent, { type: 'command' }>['command'];

/** A menu item does what its key does, where the screen has that key. */
const commandKeys: Readonly<Record<Command, string>> = {
  new: 'g n',
  open: 'g o',
  run: 'Mod+Enter',
  verify: 'g v',
  find: '/',
  undo: 'Mod+z',
  redo: 'Mod+Z',
  keys: '?',
};

/** What the page knows, in one place; the engine's word replaces it, and nothing else writes it. */
export class App {
  readonly transport: PageTransport;
  readonly keyboard: Keyboard;
  readonly notices = new Notices();
  host = $state.raw<HostView | null>(null);
  workspace = $state.raw<WorkspaceView | null>(null);
  /** Whether the first answer has come: before it, no screen says that something is empty. */
  ready = $state(false);
  /** Why the engine is gone; null while it is there. */
  gone = $state<string | null>(null);
  readonly jobs = new SvelteMap<string, Job>();
  /** The last event of a run as it works, by job. */
  readonly runs = new SvelteMap<string, RunEvent>();
  /** Files dropped on the window or named on the command line that no screen has taken yet. */
  dropped = $state.raw<readonly Chosen[]>([]);
  route = $state.raw<Route>(routeOf(location.hash));
  /** Goes up when the engine came back: what was read before may be stale. */
  revision = $state(0);

  constructor(transport: PageTransport) {
    this.transport = transport;
    this.keyboard = new Keyboard(navigator.platform);
  }

  /** Listens until the returned function is called. */
  start(): () => void {
    const stop = this.transport.listen((event) => this.#hear(event));
    const moved = () => {
      this.route = routeOf(location.hash);
    };
    // Told as the address changes, so that the next key is the new screen's already; where there is no such event, later.
    const [place, event] =
      'navigation' in globalThis ? ([navigation, 'currententrychange'] as const) : ([window, 'hashchange'] as const);
    place.addEventListener(event, moved);
    void this.#refresh();
    return () => {
      stop();
      place.removeEventListener(event, moved);
    };
  }

  go(view: View, params: Readonly<Record<string, string>> = {}): void {
    location.hash = hashOf(view, params);
  }

  /** Says what of the screen is looked at, without a new place to come back to. */
  stay(params: Readonly<Record<string, string>>): void {
    location.replace(hashOf(this.route.view, params));
  }

  /** Asks, and shows the problem when there is one; null then. */
  async ask<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K> | null> {
    try {
      return await this.transport.call(name, input);
    } catch (error) {
      this.fail(problemOf(error));
      return null;
    }
  }

  /** Asks of each thing what it is, once, beside those that wait for an answer already. */
  offer(chosen: readonly Chosen[]): void {
    const all = [...this.dropped, ...chosen];
    this.dropped = all.filter(({ handle }, i) => all.findIndex((one) => one.handle === handle) === i);
  }

  fail(problem: Problem): void {
    this.notices.problem(problem);
  }

  /** The job when it has ended, whether that was told before or after its number was known. */
  ended(id: string): Promise<Job> {
    return new Promise((resolve) => {
      const stop = $effect.root(() => {
        $effect(() => {
          const job = this.jobs.get(id);
          if (job === undefined || job.state === 'running') return;
          resolve(job);
          queueMicrotask(() => stop());
        });
      });
    });
  }

  /** The job of a kind that is at work now. */
  working(kind: Job['kind']): Job | null {
    return [...this.jobs.values()].findLast((job) => job.kind === kind && job.state === 'running') ?? null;
  }

  async #refresh(): Promise<void> {
    this.host = await this.ask('host.view', {});
    const known = [...this.jobs.keys()];
    const told = await this.ask('jobs.view', {});
    if (told !== null) this.#settle(known, told.jobs);
    this.workspace = await this.ask('workspace.view', {});
    this.ready = true;
    this.revision++;
  }

  /** What was at work and is not known any more ended with the engine that did it. An older word takes no end back. */
  #settle(known: readonly string[], told: readonly Job[]): void {
    const isOver = (id: string) => (this.jobs.get(id)?.state ?? 'running') !== 'running';
    for (const job of told) if (!isOver(job.id)) this.jobs.set(job.id, job);
    const problem: Problem = {
      code: 'machine',
      what: 'The engine ended while it worked',
      where: '',
      remedy: 'Start it again',
    };
    for (const id of known)
      if (!isOver(id) && !told.some((job) => job.id === id))
        this.jobs.set(id, { ...this.jobs.get(id)!, state: 'failed', problem });
  }

  #hear(event: EngineEvent): void {
    switch (event.type) {
      case 'job':
        this.jobs.set(event.job.id, event.job);
        if (event.job.state === 'failed' && event.job.problem !== null) this.fail(event.job.problem);
        break;
      case 'workspace':
        this.workspace = event.workspace;
        break;
      case 'run':
        this.runs.set(event.job, event);
        break;
      case 'engine':
        this.gone = event.state === 'gone' ? event.why : null;
        if (event.state === 'back') {
          this.notices.say('The engine is back; nothing you typed was lost.');
          void this.#refresh();
        }
        break;
      case 'dropped':
        this.offer(event.chosen);
        break;
      case 'command':
        // A new reconciliation begins on Start, wherever the menu was opened.
        if (event.command === 'new' && this.route.view !== 'start') this.go('start');
        else this.keyboard.perform(commandKeys[event.command]);
        break;
    }
  }
}

export const [getApp, setApp] = createContext<App>();
