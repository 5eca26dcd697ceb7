namespace AiInfra.Metrics;

/// <summary>The value of every unit as it comes, with weights where they differ: what a mean leaves behind as evidence.</summary>
internal sealed class UnitValues
{
    private readonly List<double> _values = [];
    private readonly List<string> _ids = [];
    private HashSet<string>? _known;
    private List<double>? _weights;

    public int Count => _values.Count;

    public IReadOnlyList<double> Values => _values;

    /// <summary>Adds a unit.</summary>
    /// <param name="value">Its value; NaN where it has none and is left out of the mean.</param>
    /// <param name="weight">How much it counts; above 0.</param>
    public void Add(double value, double weight = 1)
    {
        if (weight != 1 && _weights is null)
        {
            _weights = [.. Enumerable.Repeat(1.0, _values.Count)];
        }

        _values.Add(value);
        _weights?.Add(weight);
    }

    /// <summary>Whether the units have ids.</summary>
    public bool HasIds => _known is not null;

    /// <summary>Adds a unit with its id, if it has one; false where the id is there already.</summary>
    public bool TryAdd(double value, string? id, double weight)
    {
        if (id is not null)
        {
            _known ??= new(StringComparer.Ordinal);
            if (!_known.Add(id))
            {
                return false;
            }

            _ids.Add(id);
        }

        Add(value, weight);
        return true;
    }

    /// <summary>The first id of the other's that is here too; null where there is none.</summary>
    public string? FirstShared(UnitValues other) => _known is null ? null : other._ids.Find(_known.Contains);

    /// <summary>Adds the other's units behind these.</summary>
    public void Add(UnitValues other)
    {
        if (other._weights is not null && _weights is null)
        {
            _weights = [.. Enumerable.Repeat(1.0, _values.Count)];
        }

        _values.AddRange(other._values);
        _ids.AddRange(other._ids);
        if (other._known is not null)
        {
            (_known ??= new(StringComparer.Ordinal)).UnionWith(other._known);
        }

        _weights?.AddRange(other._weights ?? Enumerable.Repeat(1.0, other._values.Count));
    }

    /// <summary>The evidence of their weighted mean; null of nothing.</summary>
    /// <param name="units">What the units are, in the plural.</param>
    public Evidence? ToEvidence(string units) => _values.Count == 0 ? null : new(units, [.. _values]) { Ids = _known is null ? null : [.. _ids], Resampled = _weights is null ? null : WeightedMean };

    private double WeightedMean(ReadOnlySpan<int> drawn)
    {
        double sum = 0, total = 0;
        foreach (int unit in drawn)
        {
            if (!double.IsNaN(_values[unit]))
            {
                sum += _weights![unit] * _values[unit];
                total += _weights[unit];
            }
        }

        return total > 0 ? sum / total : double.NaN;
    }
}
