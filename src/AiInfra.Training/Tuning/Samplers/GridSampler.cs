using System.Globalization;
using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>Every combination of the values named, once; then the study ends. Which trial gets which follows from its number alone, however many workers there are: the first parameter's values change slowest.</summary>
public sealed class GridSampler : ISampler
{
    private readonly (string Name, string[] Values)[] _axes;

    /// <summary>A grid.</summary>
    /// <param name="grid">Values by parameter: numbers, texts, truth values or members of an enumeration, as the trial asks for them.</param>
    /// <exception cref="ArgumentException">There is no parameter, one has no value or the same twice, or the combinations are more than 2^31.</exception>
    public GridSampler(IReadOnlyDictionary<string, IReadOnlyList<object>> grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _axes = [.. grid.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value.Select(ParameterText.Of).ToArray()))];
        if (_axes.Length == 0 || _axes.Any(a => a.Values.Length == 0 || a.Values.Distinct(StringComparer.Ordinal).Count() < a.Values.Length))
        {
            throw new ArgumentException("A grid has at least one parameter, and each at least one value and none twice.", nameof(grid));
        }

        double count = _axes.Aggregate(1.0, (n, a) => n * a.Values.Length);
        Count = count <= int.MaxValue ? (int)count : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The grid has {count:0} combinations; {int.MaxValue} are the most. Name fewer values."), nameof(grid));
    }

    /// <summary>How many combinations there are.</summary>
    public int Count { get; }

    /// <inheritdoc />
    public int? MostTrials(StudyHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Count + history.Given;
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial) => NoValues.Instance;

    /// <inheritdoc />
    /// <exception cref="StudyException">The grid does not name the parameter, or names a value that its range does not have.</exception>
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(range);
        int axis = Array.FindIndex(_axes, a => a.Name == name);
        if (axis < 0)
        {
            throw new StudyException($"The grid has no values for the parameter '{name}', only for {string.Join(", ", _axes.Select(a => $"'{a.Name}'"))}. Name its values in the grid.");
        }

        // Enqueued trials have numbers too, but no place of the grid.
        int place = (trial.Origin - history.Trials.Count(t => t.IsGiven && t.Number < trial.Origin)) % Count;
        for (int i = _axes.Length - 1; i > axis; i--)
        {
            place /= _axes[i].Values.Length;
        }

        string text = _axes[axis].Values[place % _axes[axis].Values.Length];
        return range.TryParse(text, out double value)
            ? value
            : throw new StudyException($"The grid names '{text}' for the parameter '{name}', which takes {range}. Name values that the trial asks for.");
    }
}
