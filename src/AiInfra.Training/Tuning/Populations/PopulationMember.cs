using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Populations;

/// <summary>A member of a population as it trains a piece.</summary>
public sealed class PopulationMember
{
    private readonly IReadOnlyDictionary<string, ParameterRange> _space;

    internal PopulationMember(int number, int round, string folder, IReadOnlyDictionary<string, ParameterRange> space, IReadOnlyDictionary<string, double> values)
    {
        (Number, Round, Folder, _space) = (number, round, folder, space);
        Parameters = values.ToDictionary(v => v.Key, v => space[v.Key].TextOf(v.Value), StringComparer.Ordinal);
        Values = values;
    }

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>Which piece it trains, from 0.</summary>
    public int Round { get; }

    /// <summary>Folder with the state that it goes on from, empty in the first round, a copy of another member's where it took over. What stands there when the piece is done is its state.</summary>
    public string Folder { get; }

    /// <summary>Its parameters as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    internal IReadOnlyDictionary<string, double> Values { get; }

    /// <summary>Value of a parameter that is a number.</summary>
    /// <exception cref="StudyException">There is no such parameter, or it is a choice.</exception>
    public double Float(string name) => Range(name).Kind != ParameterKind.Choice ? Values[name] : throw new StudyException($"The parameter '{name}' is a choice, not a number.");

    /// <summary>Value of a parameter that is a whole number.</summary>
    /// <exception cref="StudyException">There is no such parameter, or it is no whole number.</exception>
    public int Int(string name) => Range(name).Kind == ParameterKind.Int ? (int)Values[name] : throw new StudyException($"The parameter '{name}' is no whole number.");

    /// <summary>Value of a parameter as text.</summary>
    /// <exception cref="StudyException">There is no such parameter.</exception>
    public string Choice(string name) => Range(name).TextOf(Values[name]);

    private ParameterRange Range(string name) => _space.TryGetValue(name, out ParameterRange? range)
        ? range
        : throw new StudyException($"The population has no parameter '{name}', only {string.Join(", ", _space.Keys.Select(k => $"'{k}'"))}.");
}
