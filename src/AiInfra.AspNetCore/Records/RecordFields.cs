using System.Collections.Frozen;
using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Records;

/// <summary>What a model takes, as the properties of a JSON object; made once for a signature.</summary>
internal sealed class RecordFields
{
    private readonly FrozenDictionary<string, int> _places;
    private readonly FrozenDictionary<string, (int First, int Width)> _vectors;

    // Clients of .NET write "price" for a property Price: another case is taken where only one name is meant.
    private readonly FrozenDictionary<string, string> _spellings;
    private readonly RowSchema _schema;

    /// <exception cref="ErrorAnswerException">The model takes no rows.</exception>
    public RecordFields(ModelSignature signature)
    {
        if (!signature.HasFixedRows)
        {
            throw ErrorAnswerException.BadRequest($"This model takes tensors, not records: its signature is {signature}. Ask it by the Open Inference Protocol.");
        }

        Signature = signature;
        string[] names = [.. new RowCodec(signature).Columns];
        var fields = new List<RecordField>(names.Length);
        var vectors = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        foreach (TensorSpec input in signature.Inputs)
        {
            int width = checked((int)input.RowWidth);
            if (width > 1)
            {
                vectors[input.Name] = (fields.Count, width);
            }

            for (int e = 0; e < width; e++)
            {
                fields.Add(new RecordField(names[fields.Count], input.Type));
            }
        }

        All = fields;
        _schema = new RowSchema(fields.Select(f => new Column(f.Name, TensorValues.Of(f.Type).Kind)));
        _places = fields.Index().ToFrozenDictionary(f => f.Item.Name, f => f.Index, StringComparer.Ordinal);
        _vectors = vectors.ToFrozenDictionary(StringComparer.Ordinal);
        _spellings = _places.Keys.Concat(_vectors.Keys).Distinct(StringComparer.Ordinal).GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() == 1).ToFrozenDictionary(g => g.Key, g => g.Single(), StringComparer.OrdinalIgnoreCase);
    }

    public ModelSignature Signature { get; }

    public IReadOnlyList<RecordField> All { get; }

    /// <summary>Inputs of several elements a row, which may also come as one array under the input's name.</summary>
    public IEnumerable<(string Name, int First, int Width)> Vectors => _vectors.Select(v => (v.Key, v.Value.First, v.Value.Width));

    /// <summary>Reads one object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="place">Where it stands in the request, for errors: empty, or "[3]".</param>
    /// <param name="options">What may be left out or passed over.</param>
    /// <exception cref="ErrorAnswerException">It is no object, lacks a property, has one too many or twice, or one of the wrong kind.</exception>
    public Row Read(JsonElement json, string place, RecordOptions options)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw ErrorAnswerException.BadRequest($"Expected a JSON object with the properties {Names()}{At(place)}, came {Shown(json)}.");
        }

        var values = new Value[All.Count];
        var told = new bool[All.Count];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string name = _places.ContainsKey(property.Name) || _vectors.ContainsKey(property.Name) ? property.Name : _spellings.GetValueOrDefault(property.Name, property.Name);
            if (_places.TryGetValue(name, out int at))
            {
                Set(at, property.Value, property.Name);
            }
            else if (_vectors.TryGetValue(name, out (int First, int Width) vector))
            {
                if (property.Value.ValueKind != JsonValueKind.Array || property.Value.GetArrayLength() != vector.Width)
                {
                    throw ErrorAnswerException.BadRequest($"Expected an array of {vector.Width} for '{property.Name}'{At(place)}, came {Shown(property.Value)}.");
                }

                foreach ((int i, JsonElement element) in property.Value.EnumerateArray().Index())
                {
                    Set(vector.First + i, element, $"{property.Name}[{i}]");
                }
            }
            else if (!options.IgnoreUnknownProperties)
            {
                string? alike = All.Select(f => f.Name).FirstOrDefault(n => string.Equals(n, property.Name, StringComparison.OrdinalIgnoreCase));
                throw ErrorAnswerException.BadRequest($"The model takes no '{Cut(property.Name)}'{At(place)}.{(alike is null ? "" : $" Did you mean '{alike}'?")} It takes {Names()}.");
            }
        }

        return options.AllowAbsentProperties || Array.TrueForAll(told, t => t)
            ? new Row(_schema, values)
            : throw ErrorAnswerException.BadRequest($"There is no {Some(All.Where((_, i) => !told[i]).Select(f => $"'{f.Name}'"))}{At(place)}. Say null where a value is not known.");

        void Set(int at, JsonElement value, string name)
        {
            if (told[at])
            {
                throw ErrorAnswerException.BadRequest($"'{name}'{At(place)} comes twice.");
            }

            told[at] = true;
            if (!TryRead(value, All[at], out values[at]))
            {
                throw ErrorAnswerException.BadRequest($"Expected {All[at].Rule.Expected} for '{name}'{At(place)}, came {Shown(value)}.");
            }
        }
    }

    /// <summary>Whether a JSON value fits a field.</summary>
    private static bool TryRead(JsonElement json, RecordField field, out Value value)
    {
        value = Value.Missing;
        ValueKind kind = TensorValues.Of(field.Type).Kind;
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                return field.Rule.TakesNull;
            case JsonValueKind.String when kind == ValueKind.Text:
                // The empty text is missing to a model, so it is missing to whoever watches.
                value = json.GetString() is { Length: > 0 } text ? Value.Of(text) : Value.Missing;
                return true;

            // A category that looks like a number keeps its digits: 7.50 stays 7.50.
            case JsonValueKind.Number when kind == ValueKind.Text:
                value = Value.Of(json.GetRawText());
                return true;
            case JsonValueKind.True or JsonValueKind.False when field.Rule.TakesFlags:
                value = kind == ValueKind.Boolean ? Value.Of(json.GetBoolean()) : Value.Of(json.GetBoolean() ? 1.0 : 0.0);
                return true;
            case JsonValueKind.String when RecordJson.TryTime(json, out DateTimeOffset time):
                value = Value.Of(time);
                return TensorValues.Of(field.Type).Fits(value);

            // With all its digits: a whole number arrives as it is, or is refused.
            case JsonValueKind.Number when kind == ValueKind.Number:
                return Value.TryNumber(json.GetRawText(), out value) && TensorValues.Of(field.Type).Fits(value);
            default:
                return false;
        }
    }

    private static string At(string place) => place.Length == 0 ? "" : $" of record {place}";

    private static string Cut(string text) => text.Length <= 60 ? text : $"{text[..59]}…";

    private static string Shown(JsonElement json) => json.ValueKind is JsonValueKind.Object or JsonValueKind.Array
        ? json.ValueKind == JsonValueKind.Object ? "an object" : $"an array of {json.GetArrayLength()}"
        : Cut(json.GetRawText());

    private static string Some(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 40 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(40))} and {all.Length - 40} more";
    }

    private string Names() => Some(All.Select(f => $"'{f.Name}'"));
}
