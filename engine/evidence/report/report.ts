export * from '../../../contract/report.ts';
