/** A4: rows are not broken, header rows repeat, tints are printed, and what was folded is unfolded. */
export const printStyle = `
@page { size: A4; margin: 17mm 16mm 18mm;
  @bottom-left { content: "Tallystick reconciliation report"; font: 7.5pt system-ui, sans-serif; color: #5c5f62; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt system-ui, sans-serif; color: #5c5f62; } }
@media print {
  body { font-size: 8.8pt; max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1 { font-size: 17pt; } h2 { font-size: 10.5pt; margin-top: 7mm; } h3 { font-size: 9pt; margin-top: 3.5mm; }
  h2, h3 { break-after: avoid; } p { orphans: 3; widows: 3; } .scroll + p { break-before: avoid; }
  code, pre, .none { font-size: 7.2pt; } thead th, .small, footer, .place td, .place th, .rest th { font-size: 7.4pt; } bdi i { font-size: 6.4pt; }
  td, th { padding: 1mm 3mm 1mm 0; } .equation td, .equation th { padding-right: 1.6mm; }
  .verdict { padding: 4mm 5mm; gap: 6mm; } .verdict .word { font-size: 14pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; } tr, .equation tbody, .verdict, pre, li { break-inside: avoid; } .differences .head, .differences .place { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; } summary { color: var(--dim); }
}
`;
