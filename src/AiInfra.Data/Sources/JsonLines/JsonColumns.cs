using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>The columns of a file, and how an object becomes a row of them.</summary>
internal sealed class JsonColumns
{
    private const int MostNames = 1000;

    private readonly string _source;
    private readonly JsonLinesOptions _options;
    private readonly Dictionary<string, int> _places;
    private readonly bool[] _asked;
    private readonly bool[] _keeps;
    private readonly int _sampled;

    public JsonColumns(string source, JsonLinesOptions options, RowSchema schema, string[] paths, bool[] asked, bool[] keeps, IReadOnlyList<IngestionNote> notes, int sampled)
    {
        _source = source;
        _options = options;
        Schema = schema;
        _places = paths.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i, StringComparer.Ordinal);
        _asked = asked;
        _keeps = keeps;
        Notes = notes;
        _sampled = sampled;
    }

    public RowSchema Schema { get; }

    /// <summary>Objects from which they were found out.</summary>
    public int Sampled => _sampled;

    public IReadOnlyList<IngestionNote> Notes { get; }

    public static string Twice(ReadOnlySpan<char> path) => $"'{JsonObjects.Name(path)}' stands twice in the object, and which one counts is not said";

    public Reading Begin() => new(this);

    /// <summary>One reading of the file.</summary>
    public sealed class Reading(JsonColumns columns)
    {
        private readonly JsonObjects _objects = new();
        private readonly long[] _last = new long[columns.Schema.Count];
        private readonly Dictionary<(IngestionNoteKind, string?, string), long> _counts = [];
        private readonly HashSet<string> _new = new(StringComparer.Ordinal);
        private JsonObjects.Found? _take;
        private long _objectNumber;
        private string? _column;
        private string _reason = "";
        private string _detail = "";

        public Value[] Values { get; } = new Value[columns.Schema.Count];

        public Dictionary<string, long> Coerced { get; private set; } = [];

        /// <summary>Reads an object into <see cref="Values"/>; gives what is wrong with it, or null.</summary>
        public RejectedRow? Read(ReadOnlySpan<byte> json, long line)
        {
            Array.Clear(Values);
            _objectNumber++;
            _column = null;
            _reason = "";
            try
            {
                _objects.Read(json, _take ??= Take, static (_, _) => { });
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
            {
                bool utf8 = System.Text.Unicode.Utf8.IsValid(json);
                string detail = !utf8 ? "the line holds bytes that are not UTF-8; if the file is in another encoding, name it (Encoding)"
                    : e is JsonException ? Plain(e.Message) : "a text holds half of a surrogate pair (\\ud800 to \\udfff without its other half), which is no character";
                return new RejectedRow(columns._source, line, null, utf8 ? RejectReason.InvalidJson : RejectReason.InvalidEncoding, detail, Content(json));
            }

            Count(IngestionNoteKind.Missing, null, "NaN, which JSON does not know, was read as no value", _objects.NotNumbers);
            return _reason.Length == 0 ? null : new RejectedRow(columns._source, line, _column, _reason, _detail, Content(json));
        }

        /// <summary>What was found since the last call.</summary>
        public IReadOnlyList<IngestionNote> TakeNotes(bool first)
        {
            IngestionNote[] notes =
            [
                .. first ? columns.Notes : [],
                .. _counts.Select(c => new IngestionNote(c.Key.Item1, c.Key.Item3) { Column = c.Key.Item2, Count = c.Value, IsGuess = c.Key.Item1 == IngestionNoteKind.LeftOut }),
            ];
            _counts.Clear();
            return notes;
        }

        public Dictionary<string, long> TakeCoerced()
        {
            Dictionary<string, long> taken = Coerced;
            Coerced = [];
            return taken;
        }

        private static string Plain(string message) => message.IndexOf(" Path:", StringComparison.Ordinal) is > 0 and int at ? message[..at] : message;

        private static string Content(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json[..Math.Min(json.Length, 1000)]);

        private void Take(ReadOnlySpan<char> path, JsonCell cell)
        {
            if (!columns._places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out int at))
            {
                if (!cell.IsMissing)
                {
                    New(JsonObjects.Name(path));
                }

                return;
            }

            if (_last[at] == _objectNumber)
            {
                throw new JsonException(Twice(path));
            }

            _last[at] = _objectNumber;
            if (!cell.IsMissing && Convert(cell, at) is { } why)
            {
                Misfit(at, why);
            }
        }

        /// <summary>Sets the value; says why it does not fit, or null.</summary>
        private string? Convert(JsonCell cell, int at)
        {
            ValueKind kind = columns.Schema.Columns[at].Kind;
            switch (kind)
            {
                case ValueKind.Text:
                    Values[at] = Value.Of(cell.AsText());
                    return null;
                case ValueKind.Boolean when cell.IsBoolean:
                    Values[at] = Value.Of(cell.Type == JsonTokenType.True);
                    return null;
                case ValueKind.Instant when cell.TryInstant(out Value instant):
                    Values[at] = instant;
                    return null;
                case ValueKind.Number when cell.IsNumber:
                    return Number(cell.AsNumber(), cell, at);
            }

            string text = cell.AsText();
            bool code = kind == ValueKind.Number && text.Length > 1 && text[0] == '0' && text[1] is >= '0' and <= '9';
            Value value = cell.IsNumber ? cell.AsNumber() : cell.IsBoolean ? Value.Of(cell.Type == JsonTokenType.True) : Value.Of(text);
            bool converts = columns._asked[at] || (cell.Type == JsonTokenType.String && !code);
            if (cell.Type == JsonTokenType.StartArray || !converts || value.IsMissing || !ValueConversion.TryConvert(value, kind, out Value converted) || converted.IsMissing)
            {
                return $"a {JsonProperty.Words(kind)} is expected, '{Shorten(text)}' was found";
            }

            return kind == ValueKind.Number ? Number(converted, cell, at) : Set(at, converted);
        }

        private string? Number(Value number, JsonCell cell, int at)
        {
            if (number.IsMissing)
            {
                return $"'{Shorten(cell.AsText())}' is beyond what a number can be";
            }

            if (!number.IsBeyondDouble)
            {
                return Set(at, number);
            }

            string name = columns.Schema.Columns[at].Name;
            if (columns._keeps[at])
            {
                bool plain = JsonCell.IsWrittenFromDouble(number) && !JsonCell.IsIdentifier(number, cell.AsText());
                Count(IngestionNoteKind.Numbers, name, "numbers with more digits than a double holds: all are kept for properties that hold them (long, ulong, decimal…), a model sees the nearest double", plain ? 0 : 1);
                return Set(at, number);
            }

            if (JsonCell.IsIdentifier(number, cell.AsText()))
            {
                return $"'{Shorten(cell.AsText())}' has more digits than a number holds; read the column as text (Kinds)";
            }

            Count(IngestionNoteKind.Numbers, name, "digits behind the sixteenth were rounded off; read the column as text (Kinds) to keep them", JsonCell.IsWrittenFromDouble(number) ? 0 : 1);
            return Set(at, Value.Of(number.AsNumber()));
        }

        private string? Set(int at, Value value)
        {
            Values[at] = value;
            return null;
        }

        private void Misfit(int at, string detail)
        {
            string name = columns.Schema.Columns[at].Name;
            if (columns._options.Misfits == MisfitCell.Missing)
            {
                Coerced[name] = Coerced.GetValueOrDefault(name) + 1;
            }
            else if (_reason.Length == 0)
            {
                (_column, _reason, _detail) = (name, RejectReason.WrongKind, detail);
            }
        }

        private void New(string name)
        {
            if (columns._options.KindOf is { } kindOf && kindOf(name) is null)
            {
                // The record has no such property, whenever it comes.
                return;
            }

            switch (columns._options.NewProperties)
            {
                case JsonNewProperty.Refuse:
                    throw new IngestionException($"'{columns._source}' has a property '{name}' that none of the first {columns._sampled:N0} objects (SampleRows) has, and NewProperties says to refuse such a file. Raise SampleRows; int.MaxValue takes the whole file as the sample.");
                case JsonNewProperty.RejectRow when _reason.Length == 0:
                    (_column, _reason, _detail) = (name, RejectReason.NewProperty, $"none of the first {columns._sampled:N0} objects (SampleRows) has this property");
                    break;
                case JsonNewProperty.LeaveOut:
                    bool told = _new.Contains(name) || (_new.Count < MostNames && _new.Add(name));
                    Count(
                        IngestionNoteKind.LeftOut,
                        told ? name : null,
                        told ? $"left out: none of the first {columns._sampled:N0} objects has this property (SampleRows; NewProperties refuses such)" : "left out: more properties that no object of the sample has",
                        1);
                    break;
            }
        }

        private void Count(IngestionNoteKind kind, string? column, string text, long count)
        {
            if (count > 0)
            {
                _counts[(kind, column, text)] = _counts.GetValueOrDefault((kind, column, text)) + count;
            }
        }

        private static string Shorten(string text) => text.Length > 100 ? text[..99] + "…" : text;
    }
}
