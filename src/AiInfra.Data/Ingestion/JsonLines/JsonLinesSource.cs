using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Columns;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion.JsonLines;

/// <summary>Rows of a file with one JSON object a line. The columns are the properties met in the sample, in order of appearance; objects inside are flattened to "outer.inner", arrays become their JSON text. A property that comes only after the sample is not read.</summary>
/// <remarks>A text column whose sample holds only ISO 8601 times is read as times. Encoding and growing files are treated as <see cref="Csv.CsvSource"/> treats them.</remarks>
public sealed class JsonLinesSource : IRowSource, IKindAware
{
    private readonly JsonLinesOptions _options;
    private RowSchema? _schema;

    /// <summary>Reads a file.</summary>
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
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => _schema ??= await InferAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RowSchema schema = await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        LineBlocks lines = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (lines.ConfigureAwait(false))
        {
            var builder = new RowBatchBuilder(schema);
            var values = new Value[schema.Count];
            var coerced = new Dictionary<string, long>();
            List<RejectedRow> rejected = [];
            while (await lines.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                rejected.AddRange(lines.Rejected);
                for (int i = 0; i < lines.Lines.Count; i++)
                {
                    (int start, int length, long line) = lines.Lines[i];
                    if (Parse(lines.Buffer.Slice(start, length), line, schema, values, coerced) is { } fault)
                    {
                        rejected.Add(fault);
                        continue;
                    }

                    builder.Add(values, line);
                    if (builder.IsFull)
                    {
                        yield return new SourceBatch(builder.Build(), rejected, lines.BytesRead) { Coerced = coerced };
                        rejected = [];
                        coerced = [];
                    }
                }

                if (builder.Count > 0 || rejected.Count > 0)
                {
                    yield return new SourceBatch(builder.Build(), rejected, lines.BytesRead) { Coerced = coerced };
                    rejected = [];
                    coerced = [];
                }
            }
        }
    }

    IRowSource IKindAware.WithKinds(Func<string, ValueKind?> kindOf) => new JsonLinesSource(Name, _options.With(kindOf));

    private RejectedRow? Parse(ReadOnlySpan<byte> line, long number, RowSchema schema, Value[] values, Dictionary<string, long> coerced)
    {
        Array.Clear(values);
        string? column = null;
        string detail = "";
        try
        {
            JsonObjects.Read(line, (name, value) =>
            {
                int at = schema.IndexOf(name);
                if (at < 0 || value.IsMissing)
                {
                    return;
                }

                ValueKind kind = schema.Columns[at].Kind;
                if (value.Kind == kind)
                {
                    values[at] = value;
                }
                else if (!RecordValues.TryConvert(value, kind, out values[at]))
                {
                    if (_options.Misfits == MisfitCell.Missing)
                    {
                        coerced[name] = coerced.GetValueOrDefault(name) + 1;
                        return;
                    }

                    string shown = value.ToString();
                    column ??= name;
                    detail = $"a {kind.ToString().ToLowerInvariant()} is expected, '{(shown.Length > 100 ? shown[..99] + "…" : shown)}' was found";
                }
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Invalid UTF-16 escapes surface as InvalidOperationException, numbers beyond a double as FormatException.
            return new RejectedRow(Name, number, null, RejectReason.InvalidJson, e.Message, Content(line));
        }

        return column is null ? null : new RejectedRow(Name, number, column, RejectReason.WrongKind, detail, Content(line));
    }

    private static string Content(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 1000)]);

    private async Task<LineBlocks> OpenAsync(CancellationToken cancellationToken)
    {
        TextEncoding encoding = await TextEncoding.DetectAsync(Name, null, cancellationToken).ConfigureAwait(false);
        return new LineBlocks(await TextBlocks.OpenAsync(Name, encoding, 0, cancellationToken).ConfigureAwait(false), Name, _options.MaxLineBytes);
    }

    private async Task<RowSchema> InferAsync(CancellationToken cancellationToken)
    {
        var kinds = new JsonKinds();
        int sampled = 0;
        RejectedRow? first = null;
        LineBlocks lines = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (lines.ConfigureAwait(false))
        {
            while (sampled < _options.SampleRows && await lines.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                first ??= lines.Rejected.FirstOrDefault();
                for (int i = 0; i < lines.Lines.Count && sampled < _options.SampleRows; i++)
                {
                    (int start, int length, long line) = lines.Lines[i];
                    try
                    {
                        JsonObjects.Read(lines.Buffer.Slice(start, length), kinds.Add);
                        sampled++;
                    }
                    catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
                    {
                        // Counted and put aside when the rows are read.
                        first ??= new RejectedRow(Name, line, null, RejectReason.InvalidJson, e.Message);
                    }
                }
            }
        }

        RowSchema schema = kinds.Decide(name => _options.Kinds.TryGetValue(name, out ValueKind kind) ? kind : _options.KindOf?.Invoke(name));
        return schema.Count > 0
            ? schema
            : throw new IngestionException(first is null ? $"'{Name}' holds no JSON object with a property." : $"'{Name}' holds no readable JSON object. The first problem: line {first.Line}: {first.Detail}");
    }
}
