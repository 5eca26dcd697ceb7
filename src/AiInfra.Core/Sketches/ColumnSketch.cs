using AiInfra.Core.Rows;

namespace AiInfra.Core.Sketches;

/// <summary>Remembers the distribution of a column in bounded memory while its rows pass: quantiles, moments, frequent categories, distinct values.</summary>
/// <remarks>
/// Deterministic: the same values in the same order give the same summary. Two sketches of parts merge into one of the whole.
/// Quantiles are exact up to <see cref="SketchOptions.QuantileBuffer"/> numbers; afterwards <see cref="MaxRankError"/> bounds how far a rank is off.
/// Not thread-safe.
/// </remarks>
public sealed class ColumnSketch
{
    private readonly NumberSketch? _numbers;
    private readonly CategorySketch? _categories;
    private long _missing;
    private long _mismatched;

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="name">Column.</param>
    /// <param name="kind">Kind of its values: numbers and times are kept as quantiles, texts and booleans as counts; <see cref="ValueKind.Missing"/> for a column that never had a value.</param>
    /// <param name="options">How much to remember.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ColumnSketch(string name, ValueKind kind, SketchOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= SketchOptions.Default;
        options.Check();
        Name = name;
        Kind = kind;
        if (kind is ValueKind.Number or ValueKind.Instant)
        {
            _numbers = new NumberSketch(options);
        }
        else if (kind is ValueKind.Text or ValueKind.Boolean)
        {
            _categories = new CategorySketch(options);
        }
    }

    /// <summary>Column.</summary>
    public string Name { get; }

    /// <summary>Kind of its values.</summary>
    public ValueKind Kind { get; }

    /// <summary>Rows seen, those without a value included.</summary>
    public long Count => _missing + (_numbers?.Count ?? 0) + (_categories?.Count ?? 0);

    /// <summary>Rows without a value.</summary>
    public long Missing => _missing;

    /// <summary>The rank of a quantile is off by at most this share of the rows; 0 while quantiles are exact.</summary>
    public double MaxRankError => _numbers?.MaxRankError ?? 0;

    /// <summary>The text under which a category is counted: the text itself, or its beginning and a hash where it is longer than 256 characters.</summary>
    public static string CategoryOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CategorySketch.Key(text);
    }

    /// <summary>The number a value counts as in a column of numbers or times: times as seconds since 1970, booleans as 0 or 1; NaN when it is missing or cannot be read as one.</summary>
    public static double NumberOf(Value value) => value.Kind switch
    {
        ValueKind.Number or ValueKind.Boolean => value.AsNumber(),
        ValueKind.Instant => (value.AsInstant() - DateTime.UnixEpoch).TotalSeconds,
        _ => double.NaN,
    };

    /// <summary>Adds a value. In a column of numbers a text counts as missing and as <see cref="ColumnSummary.Mismatched"/>; in a column of texts every value counts as its text.</summary>
    public void Add(Value value)
    {
        if (value.IsMissing)
        {
            _missing++;
        }
        else if (_categories is not null)
        {
            _categories.Add(value.AsText()!);
        }
        else if (_numbers is not null && value.Kind != ValueKind.Text)
        {
            _numbers.Add(NumberOf(value));
        }
        else
        {
            _missing++;
            _mismatched++;
        }
    }

    /// <summary>Adds a number; NaN is missing.</summary>
    public void AddNumber(double number)
    {
        if (double.IsNaN(number))
        {
            _missing++;
        }
        else if (_numbers is not null)
        {
            _numbers.Add(number);
        }
        else
        {
            Add(Value.Of(number));
        }
    }

    /// <summary>Adds numbers; NaN is missing.</summary>
    public void AddNumbers(ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
        {
            AddNumber(number);
        }
    }

    /// <summary>Adds a text; null is missing.</summary>
    public void AddText(string? text)
    {
        if (text is not null && _categories is not null)
        {
            _categories.Add(text);
        }
        else
        {
            Add(Value.Of(text));
        }
    }

    /// <summary>Adds a text that so many rows have.</summary>
    public void AddText(string text, long rows)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (_categories is not null && rows > 0)
        {
            _categories.AddRows(text, rows);
            return;
        }

        _missing += rows;
        _mismatched += rows;
    }

    /// <summary>Adds rows without a value.</summary>
    public void AddMissing(long rows = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        _missing += rows;
    }

    /// <summary>Adds all that another sketch of the same kind has seen; the other stays as it is.</summary>
    /// <exception cref="ArgumentException">The other is this one, or its kind or its quantile buffer differs.</exception>
    public void Merge(ColumnSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other))
        {
            throw new ArgumentException("A sketch cannot be merged into itself.", nameof(other));
        }

        if (other.Kind != Kind)
        {
            throw new ArgumentException($"Column '{Name}' holds {Kind}, the other sketch ('{other.Name}') {other.Kind}.", nameof(other));
        }

        if (_numbers is not null && other._numbers!.Buffer != _numbers.Buffer)
        {
            throw new ArgumentException($"Column '{Name}' keeps quantile buffers of {_numbers.Buffer} numbers, the other sketch of {other._numbers.Buffer}; make both with the same options.", nameof(other));
        }

        _missing += other._missing;
        _mismatched += other._mismatched;
        _numbers?.Merge(other._numbers!);
        _categories?.Merge(other._categories!);
    }

    /// <summary>The number at a probability from 0 to 1; NaN when there are no numbers.</summary>
    public double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        return _numbers is { Count: > 0 } numbers ? numbers.Quantiles([probability])[0] : double.NaN;
    }

    /// <summary>What is known so far. Moments leave infinite numbers out; quantiles, minimum and maximum keep them.</summary>
    public ColumnSummary ToSummary()
    {
        var summary = new ColumnSummary { Name = Name, Kind = Kind, Count = Count, Missing = _missing, Mismatched = _mismatched };
        return _numbers?.Describe(summary) ?? _categories?.Describe(summary) ?? summary;
    }
}
