using System.Buffers.Binary;
using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Decides which columns of a file are read, and as what. Looks at the values where the type does not say it: whether integers go beyond 2^53, whether bytes are text.</summary>
internal sealed class ParquetPlan
{
    private readonly string _name;
    private readonly ParquetFile _file;
    private readonly ParquetOptions _options;
    private readonly List<ParquetColumn> _columns = [];

    private ParquetPlan(string name, ParquetFile file, ParquetOptions options)
    {
        _name = name;
        _file = file;
        _options = options;
    }

    public IReadOnlyList<ParquetColumn> Columns => _columns;

    public List<IngestionNote> Notes { get; } = [];

    /// <exception cref="IngestionException">A column that was asked for is not there or cannot become rows, or no column can.</exception>
    public static async Task<ParquetPlan> MakeAsync(string name, ParquetFile file, ParquetOptions options, CancellationToken cancellationToken)
    {
        var plan = new ParquetPlan(name, file, options);
        foreach (ParquetElement element in plan.Wanted())
        {
            if (await plan.DecideAsync(element, cancellationToken).ConfigureAwait(false) is { } column)
            {
                plan._columns.Add(column);
            }
        }

        return plan._columns.Count > 0
            ? plan
            : throw new IngestionException($"'{name}' has no column that can become a number, text, boolean or time: {string.Join(", ", file.Footer.Columns.Take(20).Select(c => $"{c.Name} {c.Words}"))}.");
    }

    private IEnumerable<ParquetElement> Wanted()
    {
        ILookup<string, ParquetElement> all = _file.Footer.Columns.ToLookup(c => c.Name, StringComparer.Ordinal);
        string[] unknown = [.. (_options.Columns ?? []).Concat(_options.Except).Where(c => !all.Contains(c))];
        if (unknown.Length > 0)
        {
            throw new IngestionException($"'{_name}' has no column {string.Join(", ", unknown.Select(c => $"'{c}'"))}. Its columns: {string.Join(", ", all.Select(c => c.Key))}.");
        }

        IEnumerable<ParquetElement> wanted = _options.Columns?.Select(c => all[c].First()) ?? _file.Footer.Columns;
        return wanted.Where(c => !_options.Except.Contains(c.Name, StringComparer.Ordinal));
    }

    private async Task<ParquetColumn?> DecideAsync(ParquetElement element, CancellationToken cancellationToken)
    {
        ParquetForm? form = element.Name.Length == 0 ? null : ParquetColumn.FormOf(element);
        if (form is null || element.Scale is < 0 or > 100)
        {
            return LeftOut(element, $"a column of the Parquet type {element.Words} cannot become a number, text, boolean or time");
        }

        ValueKind? asked = _options.KindOf?.Invoke(element.Name);
        ValueKind kind = ParquetColumn.KindOf(form.Value);
        switch (form)
        {
            case ParquetForm.Integer or ParquetForm.Decimal when asked is ValueKind.Text:
                return new ParquetColumn(element, form.Value, ValueKind.Text, false);
            case ParquetForm.Integer or ParquetForm.Decimal when asked is null or ValueKind.Boolean && MayBeBeyond(element, form.Value):
                if (!await IsBeyondAsync(element, form.Value, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }

                Note(IngestionNoteKind.Kinds, element, $"numbers with more digits than a double holds ({element.Words}): kept as text with all of them");
                return new ParquetColumn(element, form.Value, ValueKind.Text, false);
            case ParquetForm.Bytes when asked is not ValueKind.Text:
                if (!await IsTextAsync(element, cancellationToken).ConfigureAwait(false))
                {
                    return LeftOut(element, $"its bytes ({element.Words}) are not UTF-8, and nothing says what they mean");
                }

                Note(IngestionNoteKind.Kinds, element, $"bytes of which nothing is said ({element.Words}) are UTF-8: read as text");
                break;
            case ParquetForm.Timestamp when !element.IsUtc:
                Note(IngestionNoteKind.Dates, element, $"wall-clock times without a zone ({element.Words}): taken for UTC");
                break;
            default: break;
        }

        return new ParquetColumn(element, form.Value, kind, asked == ValueKind.Number);
    }

    private static bool MayBeBeyond(ParquetElement element, ParquetForm form) => form == ParquetForm.Decimal
        ? element.Precision is null or > 15 or <= 0 || element.Scale > 22
        : element.Type == ParquetElement.Int64 && element.Bits is 0 or 64;

    private async Task<bool> IsBeyondAsync(ParquetElement element, ParquetForm form, CancellationToken cancellationToken)
    {
        if (_file.Ranges(element) is { } ranges)
        {
            // Statistics that stay within say it of every value; others may only be a bound.
            BigInteger most = form == ParquetForm.Decimal ? 999_999_999_999_999 : 1L << 53;
            if (ranges.All(r => BigInteger.Abs(Whole(element, r.Low)) <= most && BigInteger.Abs(Whole(element, r.High)) <= most))
            {
                return false;
            }
        }

        var exact = new ParquetColumn(element, form, ValueKind.Number, KeepsDigits: true);
        for (int g = 0; g < _file.Groups; g++)
        {
            if (_file.RowsOf(g) > 0)
            {
                var cells = new ParquetCells(exact, (int)_file.RowsOf(g));
                await _file.ReadAsync(g, exact, cells, cancellationToken).ConfigureAwait(false);
                if (cells.Beyond > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static BigInteger Whole(ParquetElement element, byte[] bytes) => (element.Type, bytes.Length) switch
    {
        (ParquetElement.Int64, 8) => element.IsSigned ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (ParquetElement.Int32, 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (ParquetElement.ByteArray or ParquetElement.Fixed, > 0) => new BigInteger(bytes, isBigEndian: true),
        _ => BigInteger.Pow(10, 40),
    };

    /// <summary>Whether the bytes of the first row group that has some are text.</summary>
    private async Task<bool> IsTextAsync(ParquetElement element, CancellationToken cancellationToken)
    {
        var text = new ParquetColumn(element, ParquetForm.Bytes, ValueKind.Text, false);
        for (int g = 0; g < _file.Groups; g++)
        {
            if (_file.RowsOf(g) == 0)
            {
                continue;
            }

            var cells = new ParquetCells(text, (int)_file.RowsOf(g));
            ColumnData read = await _file.ReadAsync(g, text, cells, cancellationToken).ConfigureAwait(false);
            if (cells.Misfits.Count > 0 || (read is TextColumn { Texts: { Count: > 0 } texts } && texts.Any(t => t.AsSpan().IndexOfAnyInRange('\0', '\u0008') >= 0)))
            {
                return false;
            }

            if (Enumerable.Range(0, read.Count).Any(r => !read.IsMissing(r)))
            {
                return true;
            }
        }

        return true;
    }

    private ParquetColumn? LeftOut(ParquetElement element, string why)
    {
        if (_options.Columns is not null)
        {
            throw new IngestionException($"Column '{element.Name}' of '{_name}' was asked for (ParquetOptions.Columns), but {why}.");
        }

        Note(IngestionNoteKind.LeftOut, element, $"left out: {why}");
        return null;
    }

    private void Note(IngestionNoteKind kind, ParquetElement element, string text) => Notes.Add(new IngestionNote(kind, text) { Column = element.Name });
}
