namespace AiInfra.Metrics;

/// <summary>The value of every unit as it comes, with weights where they differ: what a mean leaves behind as evidence.</summary>
internal sealed class UnitValues
{
    private readonly List<double> _values = [];
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

    /// <summary>Adds the other's units behind these.</summary>
    public void Add(UnitValues other)
    {
        if (other._weights is not null && _weights is null)
        {
            _weights = [.. Enumerable.Repeat(1.0, _values.Count)];
        }

        _values.AddRange(other._values);
        _weights?.AddRange(other._weights ?? Enumerable.Repeat(1.0, other._values.Count));
    }

    /// <summary>The evidence of their weighted mean; null of nothing.</summary>
    /// <param name="units">What the units are, in the plural.</param>
    public Evidence? ToEvidence(string units) => _values.Count == 0 ? null : new(units, [.. _values]) { Resampled = _weights is null ? null : WeightedMean };

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
