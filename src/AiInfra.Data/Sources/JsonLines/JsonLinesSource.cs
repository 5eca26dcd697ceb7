using System.Runtime.CompilerServices;
using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>Rows of a file of JSON objects: one a line, the elements of one array, or objects one behind the other over several lines; which of them is seen from the beginning. The columns are the properties met in the sample, in order of appearance; objects inside are flattened to "outer.inner", arrays become their JSON text.</summary>
/// <remarks>
/// Numbers with more digits than a double holds make a column text, with all digits; a record's <c>long</c>, <c>ulong</c> or <c>decimal</c> gets them exactly. A column of texts that are ISO 8601 times is read as times, without a zone as UTC.
/// An object that has a property twice is put aside. What was decided is in the notes of the report.
/// </remarks>
public sealed class JsonLinesSource : IResumableSource
{
    private const string Format = "json-lines/1";
    private const int CellsInBatch = 4 << 20;

    private readonly JsonLinesOptions _options;
    private JsonColumns? _columns;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it already.</param>
    public JsonLinesSource(string path, JsonLinesOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = (options ?? new JsonLinesOptions()).Checked(nameof(options));
        Name = path;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => File.Exists(Name) ? new FileInfo(Name).Length : null;

    /// <inheritdoc />
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        (_columns ??= await InferAsync(_options.SampleRows, cancellationToken).ConfigureAwait(false)).Schema;

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        JsonBlocks blocks = await JsonBlocks.OpenAsync(Name, _options, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            await foreach (SourceBatch batch in BatchesAsync(blocks, _columns!, isFirst: true, cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
    }

    /// <inheritdoc />
    /// <remarks>The file must be in UTF-8, hold one object a line, and grow at its end only. It is read up to its last line end; what stands behind it comes with the next reading. The columns stay those found out the first time.</remarks>
    public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        GrowingFile? from = await GrowingFile.ResumeAsync(Name, Format, position, cancellationToken).ConfigureAwait(false);
        JsonBlocks blocks = await JsonBlocks.ContinueAsync(Name, _options, from, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            JsonColumns columns = from is null ? _columns ??= await InferAsync(_options.SampleRows, cancellationToken).ConfigureAwait(false) : await InferAsync(from.Sample, cancellationToken).ConfigureAwait(false);
            string form = GrowingFile.FormOf(columns.Schema.Columns.Select(c => c.Name));
            from?.RequireForm(form, Name);
            await foreach (SourceBatch batch in BatchesAsync(blocks, columns, from is null, cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }

            var reached = new GrowingFile { Offset = blocks.Offset, Line = blocks.Line, Skip = blocks.IsSkipping ? 1 : 0, Sample = from?.Sample ?? columns.Sampled, Form = form };
            yield return new SourceBatch(new RowBatchBuilder(columns.Schema, 1).Build(), [], blocks.BytesRead)
            {
                Notes = GrowingFile.NotWhole(blocks.Left),
                Position = await reached.ToPositionAsync(Name, Format, cancellationToken).ConfigureAwait(false),
            };
        }
    }

    private static async IAsyncEnumerable<SourceBatch> BatchesAsync(JsonBlocks blocks, JsonColumns columns, bool isFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JsonColumns.Reading reading = columns.Begin();
        var builder = new RowBatchBuilder(columns.Schema, Math.Clamp(CellsInBatch / columns.Schema.Count, 16, 4096));
        List<RejectedRow> rejected = [];
        SourceBatch Batch()
        {
            var batch = new SourceBatch(builder.Build(), rejected, blocks.BytesRead) { Coerced = reading.TakeCoerced(), Notes = reading.TakeNotes(isFirst) };
            rejected = [];
            isFirst = false;
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

    /// <inheritdoc />
    public IRowSource WithKinds(RequestedKinds kinds) => new JsonLinesSource(Name, _options.With(kinds.KindOf));

    private async Task<JsonColumns> InferAsync(int rows, CancellationToken cancellationToken)
    {
        var sample = new JsonSample(Name, _options);
        RejectedRow? first = null;
        JsonBlocks blocks = await JsonBlocks.OpenAsync(Name, _options, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            while (sample.Objects < rows && await blocks.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                first ??= blocks.Rejected.FirstOrDefault();
                for (int i = 0; i < blocks.Found.Count && sample.Objects < rows; i++)
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
