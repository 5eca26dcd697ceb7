using System.Collections.Frozen;
using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Predictions;

/// <summary>The label set of a classification, in the order of the model's probabilities. Of two labels the second is the positive one.</summary>
public sealed class ClassLabels
{
    private readonly string[] _names;
    private readonly FrozenDictionary<string, int> _index;

    /// <summary>Creates a label set.</summary>
    /// <param name="names">The labels as text, compared ordinally.</param>
    /// <exception cref="ArgumentException">There are fewer than two labels, or one twice.</exception>
    public ClassLabels(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names];
        if (_names.Length < 2)
        {
            throw new ArgumentException($"A label set needs two labels or more; there is {(_names.Length == 0 ? "none" : $"only '{_names[0]}'")}.", nameof(names));
        }

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _names.Length; i++)
        {
            if (!index.TryAdd(_names[i], i))
            {
                throw new ArgumentException($"Label '{_names[i]}' appears twice, at {index[_names[i]]} and {i}.", nameof(names));
            }
        }

        _index = index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The labels "0" and "1".</summary>
    public static ClassLabels Binary { get; } = new(["0", "1"]);

    /// <summary>Number of labels.</summary>
    public int Count => _names.Length;

    /// <summary>The labels in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The label at an index.</summary>
    public string this[int index] => _names[index];

    /// <summary>The labels 0, 1, 2… as text.</summary>
    public static ClassLabels Numbered(int count) => new(Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The index of a label, or -1. Values of other kinds are compared by their text.</summary>
    public int IndexOf(Value label) => label.AsText() is { } text && _index.TryGetValue(text, out int i) ? i : -1;
}
