using System.Runtime.CompilerServices;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>Rows of a file of JSON objects: one a line, the elements of one array, or objects one behind the other over several lines; which of them is seen from the beginning. The columns are the properties met in the sample, in order of appearance; objects inside are flattened to "outer.inner", arrays become their JSON text.</summary>
/// <remarks>
/// Numbers with more digits than a double holds make a column text, with all digits; a record's <c>long</c>, <c>ulong</c> or <c>decimal</c> gets them exactly. A column of texts that are ISO 8601 times is read as times, without a zone as UTC.
/// An object that has a property twice is put aside. What was decided is in the notes of the report.
/// </remarks>
public sealed class JsonLinesSource : IRowSource
{
    private const int CellsInBatch = 4 << 20;

    private readonly JsonLinesOptions _options;
    private JsonColumns? _columns;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it already.</param>
    public JsonLinesSource(string path, JsonLinesOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = options ?? new JsonLinesOptions();
        _options.Validate();
        Name = path;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => File.Exists(Name) ? new FileInfo(Name).Length : null;

    /// <inheritdoc />
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        (_columns ??= await InferAsync(cancellationToken).ConfigureAwait(false)).Schema;

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        JsonColumns.Reading reading = _columns!.Begin();
        JsonBlocks blocks = await JsonBlocks.OpenAsync(Name, _options, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            var builder = new RowBatchBuilder(_columns.Schema, Math.Clamp(CellsInBatch / _columns.Schema.Count, 16, 4096));
            List<RejectedRow> rejected = [];
            bool first = true;
            SourceBatch Batch()
            {
                var batch = new SourceBatch(builder.Build(), rejected, blocks.BytesRead) { Coerced = reading.TakeCoerced(), Notes = reading.TakeNotes(first) };
                rejected = [];
                first = false;
                return batch;
            }

            while (await blocks.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                rejected.AddRange(blocks.Rejected);
                for (int i = 0; i < blocks.Found.Count; i++)
                {
                    (int start, int length, long line) = blocks.Found[i];
                    if (reading.Read(blocks.Buffer.Slice(start, length), line) is { } fault)
                    {
                        rejected.Add(fault);
                        continue;
                    }

                    builder.Add(reading.Values, line);
                    if (builder.IsFull)
                    {
                        yield return Batch();
                    }
                }

                if (builder.Count > 0 || rejected.Count > 0)
                {
                    yield return Batch();
                }
            }
        }
    }

    /// <inheritdoc />
    public IRowSource WithKinds(RequestedKinds kinds) => new JsonLinesSource(Name, _options.With(kinds.KindOf));

    private async Task<JsonColumns> InferAsync(CancellationToken cancellationToken)
    {
        var sample = new JsonSample(Name, _options);
        RejectedRow? first = null;
        JsonBlocks blocks = await JsonBlocks.OpenAsync(Name, _options, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            while (sample.Objects < _options.SampleRows && await blocks.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                first ??= blocks.Rejected.FirstOrDefault();
                for (int i = 0; i < blocks.Found.Count && sample.Objects < _options.SampleRows; i++)
                {
                    (int start, int length, long line) = blocks.Found[i];
                    try
                    {
                        sample.Add(blocks.Buffer.Slice(start, length));
                    }
                    catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
                    {
                        // Counted and put aside when the rows are read.
                        first ??= new RejectedRow(Name, line, null, RejectReason.InvalidJson, e.Message);
                    }
                }
            }
        }

        JsonColumns columns = sample.Decide();
        return columns.Schema.Count > 0
            ? columns
            : throw new IngestionException(first is null ? $"'{Name}' holds no JSON object with a property." : $"'{Name}' holds no readable JSON object. The first problem: line {first.Line}: {first.Detail}");
    }
}
