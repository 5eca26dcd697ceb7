using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>Gathers the properties of the sample, in order of appearance, and makes columns of them.</summary>
internal sealed class JsonSample(string source, JsonLinesOptions options)
{
    private readonly JsonObjects _objects = new();
    private readonly List<JsonProperty> _properties = [];
    private readonly Dictionary<string, JsonProperty> _byPath = new(StringComparer.Ordinal);
    private long _objectNumber;

    public int Objects { get; private set; }

    /// <exception cref="JsonException">It is no object.</exception>
    /// <exception cref="IngestionException">There are more properties than may be columns.</exception>
    public void Add(ReadOnlySpan<byte> json)
    {
        _objectNumber++;
        _objects.Read(
            json,
            (path, cell) =>
            {
                if (!Property(path).Add(cell, _objectNumber))
                {
                    throw new JsonException(JsonColumns.Twice(path));
                }
            },
            (path, _) => Property(path).IsGroup = true);
        Objects++;
    }

    public JsonColumns Decide()
    {
        List<IngestionNote> notes = [];
        JsonProperty[] properties = [.. _properties.Where(p => p.IsColumn)];
        string[] names = Names(properties, notes);
        var columns = new Column[properties.Length];
        var asked = new bool[properties.Length];
        var keeps = new bool[properties.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            ValueKind? given = options.Kinds.TryGetValue(names[i], out ValueKind known) ? known : null;
            ValueKind? wanted = given ?? options.KindOf?.Invoke(names[i]);
            columns[i] = new Column(names[i], wanted ?? properties[i].Decide(options.MisfitTolerance, names[i], options.KindOf is null ? notes : []));
            asked[i] = wanted is not null;
            keeps[i] = wanted is not null && given is null;
        }

        return new JsonColumns(source, options, new RowSchema(columns), [.. properties.Select(p => p.Path)], asked, keeps, notes, Objects);
    }

    private JsonProperty Property(ReadOnlySpan<char> path)
    {
        if (_byPath.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out JsonProperty? property))
        {
            return property;
        }

        if (_properties.Count >= options.MaxColumns)
        {
            throw new IngestionException($"The objects of '{source}' have more than {options.MaxColumns:N0} different properties, the limit (MaxColumns); the last is '{JsonObjects.Name(path)}'. Where names are data (an object by date or by user), turn them into values first.");
        }

        property = new JsonProperty(path.ToString());
        _properties.Add(property);
        _byPath.Add(property.Path, property);
        return property;
    }

    /// <summary>A name for every path: dots between names; none twice, none empty.</summary>
    private static string[] Names(JsonProperty[] properties, List<IngestionNote> notes)
    {
        var taken = new HashSet<string>(properties.Select(p => JsonObjects.Name(p.Path)), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var names = new string[properties.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string plain = JsonObjects.Name(properties[i].Path);
            string name = plain.Length == 0 ? $"column{i + 1}" : plain;
            for (int n = 2; used.Contains(name) || (name != plain && taken.Contains(name)); n++)
            {
                name = $"{(plain.Length == 0 ? $"column{i + 1}" : plain)}_{n}";
            }

            used.Add(name);
            if (plain.Length == 0)
            {
                notes.Add(new IngestionNote(IngestionNoteKind.Names, "a property with an empty name was named by its place") { Column = name });
            }
            else if (name != plain)
            {
                notes.Add(new IngestionNote(IngestionNoteKind.Names, $"'{plain}' is both a name with dots and a property of an object inside; the second became '{name}'") { Column = name });
            }

            if (!folded.TryAdd(name, name))
            {
                notes.Add(new IngestionNote(IngestionNoteKind.Names, $"'{folded[name]}' and '{name}' differ in case only: they are two columns") { Column = name });
            }

            names[i] = name;
        }

        return names;
    }
}
