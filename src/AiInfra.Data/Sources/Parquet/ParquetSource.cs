using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Records;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Rows of a Parquet file: numbers of any width, decimals, text, booleans, dates, times, UUIDs. Columns that cannot become rows (nested ones, bytes that are no text) are left out, and a note says so.</summary>
/// <remarks>
/// Integers beyond 2^53 and decimals of more digits than a double holds: where a column has such, it is text, with all digits; a record's <c>long</c>, <c>ulong</c> or <c>decimal</c> gets them exactly.
/// Times of day and UUIDs are text. Timestamps without a zone are taken for UTC; below 100 nanoseconds they are cut off. One row group is held in memory at a time.
/// </remarks>
public sealed class ParquetSource : IRowSource
{
    private readonly ParquetOptions _options;
    private (RowSchema Schema, ParquetPlan Plan)? _known;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns.</param>
    public ParquetSource(string path, ParquetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = (options ?? new ParquetOptions()).Checked(nameof(options));
        Name = path;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => File.Exists(Name) ? new FileInfo(Name).Length : null;

    /// <inheritdoc />
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default)
    {
        if (_known is not { } known)
        {
            ParquetFile file = await ParquetFile.OpenAsync(Name, _options.MaxRowGroupRows, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                ParquetPlan plan = await ParquetPlan.MakeAsync(Name, file, _options, cancellationToken).ConfigureAwait(false);
                _known = known = (new RowSchema(plan.Columns.Select(c => new Column(c.Name, c.Kind))), plan);
            }
        }

        return known.Schema;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RowSchema schema = await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        ParquetPlan plan = _known!.Value.Plan;
        ParquetFile file = await ParquetFile.OpenAsync(Name, _options.MaxRowGroupRows, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            yield return new SourceBatch(new RowBatchBuilder(schema, 1).Build(), [], 0) { Notes = plan.Notes };
            long line = 0;
            for (int g = 0; g < file.Groups; g++)
            {
                if (file.RowsOf(g) > 0)
                {
                    yield return await GroupAsync(file, g, schema, plan, line, cancellationToken).ConfigureAwait(false);
                    line += file.RowsOf(g);
                }
            }
        }
    }

    /// <inheritdoc />
    public IRowSource WithKinds(RequestedKinds kinds) => new ParquetSource(Name, _options.With(kinds.KindOf));

    private async Task<SourceBatch> GroupAsync(ParquetFile file, int group, RowSchema schema, ParquetPlan plan, long before, CancellationToken cancellationToken)
    {
        int rows = (int)file.RowsOf(group);
        var columns = new ColumnData[plan.Columns.Count];
        List<IngestionNote> notes = [];
        var coerced = new Dictionary<string, long>();
        var bad = new SortedDictionary<int, (int Column, string Detail)>();
        for (int c = 0; c < columns.Length; c++)
        {
            ParquetColumn column = plan.Columns[c];
            var cells = new ParquetCells(column, rows);
            columns[c] = await file.ReadAsync(group, column, cells, cancellationToken).ConfigureAwait(false);
            Add(notes, IngestionNoteKind.Dates, column, "parts of times below 100 nanoseconds were cut off", cells.Cut);
            Add(notes, IngestionNoteKind.Numbers, column, "numbers with more digits than a double holds: all are kept for properties that hold them (long, ulong, decimal…), a model sees the nearest double", cells.Beyond);
            if (_options.Misfits == MisfitCell.Missing && cells.Misfits.Count > 0)
            {
                coerced[column.Name] = cells.Misfits.Count;
                continue;
            }

            cells.Misfits.ForEach(m => bad.TryAdd(m.Row, (c, m.Detail)));
        }

        var batch = new RowBatch(schema, columns);
        RejectedRow[] rejected = [.. bad.Select(b => new RejectedRow(Name, before + b.Key + 1, schema.Columns[b.Value.Column].Name, RejectReason.WrongKind, b.Value.Detail, RowText.Of(batch, b.Key)))];
        return new SourceBatch(bad.Count == 0 ? batch : batch.Take([.. Enumerable.Range(0, rows).Where(r => !bad.ContainsKey(r))]), rejected, 0) { Notes = notes, Coerced = coerced };
    }

    private static void Add(List<IngestionNote> notes, IngestionNoteKind kind, ParquetColumn column, string text, long count)
    {
        if (count > 0)
        {
            notes.Add(new IngestionNote(kind, text) { Column = column.Name, Count = count });
        }
    }
}
