using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>Classes of a classification as indices, and back.</summary>
public sealed class LabelEncoder
{
    private const string Format = "aiinfra.label-encoder";
    private readonly Value[] _classes;
    private readonly Dictionary<Value, int> _index;

    /// <summary>Creates an encoder of the given classes, in their order.</summary>
    /// <exception cref="EncodingException">There are fewer than two classes, one is missing or appears twice.</exception>
    public LabelEncoder(IEnumerable<Value> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        _classes = [.. classes];
        _index = new Dictionary<Value, int>(_classes.Length);
        for (int i = 0; i < _classes.Length; i++)
        {
            if (_classes[i].IsMissing || !_index.TryAdd(_classes[i], i))
            {
                throw new EncodingException($"Class {i}, '{_classes[i]}', is missing or appears twice. Give each class once.");
            }
        }

        if (_classes.Length < 2)
        {
            throw new EncodingException($"A classification needs two classes, the target has {(_classes.Length == 0 ? "none" : $"one: '{_classes[0]}'")}. Check the target's column, and that the rows are not only of one class.");
        }
    }

    /// <summary>The classes by index.</summary>
    public IReadOnlyList<Value> Classes => _classes;

    /// <summary>Number of classes.</summary>
    public int Count => _classes.Length;

    /// <summary>Learns the classes of some labels; missing labels are passed over.</summary>
    /// <param name="labels">Labels of the training rows.</param>
    /// <param name="sorted">Whether classes are put in order (numbers by size, texts ordinally); else in the order first seen.</param>
    public static LabelEncoder Fit(IEnumerable<Value> labels, bool sorted = true)
    {
        ArgumentNullException.ThrowIfNull(labels);
        IEnumerable<Value> distinct = labels.Where(l => !l.IsMissing).Distinct();
        return new LabelEncoder(sorted ? distinct.Order(ValueOrder.Instance) : distinct);
    }

    /// <summary>The index of a class, or -1.</summary>
    public int IndexOf(Value label) => _index.GetValueOrDefault(label, -1);

    /// <summary>The index of a class.</summary>
    /// <exception cref="EncodingException">It is none of the classes; the message lists them.</exception>
    public int Encode(Value label) => _index.TryGetValue(label, out int index)
        ? index
        : throw new EncodingException($"'{label}' is none of the classes that were learned: {string.Join(", ", _classes.Take(20))}{(_classes.Length > 20 ? ", …" : "")}. Train again with it, or leave the row out.");

    /// <summary>The class of an index.</summary>
    public Value Decode(int index) => _classes[index];

    /// <summary>The encoder as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new LabelDocument(Format, _classes));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="EncodingException">The text is something else, or damaged.</exception>
    public static LabelEncoder FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<LabelDocument>(json) is { Format: Format } document
                ? new LabelEncoder(document.Classes)
                : throw new EncodingException("This is not a label encoder that was saved here. Give the text that ToJson wrote.");
        }
        catch (JsonException e)
        {
            throw new EncodingException($"This is not a label encoder that was saved here: {e.Message}. Give the text that ToJson wrote.", e);
        }
    }
}
