import './without-eval.ts';
import { mount } from 'svelte';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './base.css';
import App from './App.svelte';
import { pickTransport } from './transport/pick-transport.ts';

mount(App, { target: document.body, props: { transport: pickTransport(window) } });
