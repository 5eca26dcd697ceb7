using System.Text.RegularExpressions;
using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>The parts of a training that go into checkpoints.</summary>
internal static partial class StatefulParts
{
    /// <summary>Those among the candidates that remember something, each once.</summary>
    /// <exception cref="TrainingException">A name is none, or taken.</exception>
    public static IReadOnlyList<IStateful> Of(IEnumerable<object?> candidates)
    {
        IStateful[] parts = [.. candidates.OfType<IStateful>().Distinct(ReferenceEqualityComparer.Instance).Cast<IStateful>()];
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (IStateful part in parts)
        {
            if (part.StateName is not { } name || !Name().IsMatch(name))
            {
                throw new TrainingException($"{part.GetType().Name} has the state name '{part.StateName}'; a name has letters, digits, '-', '_' and '.'.");
            }

            if (!types.TryAdd(name, part.GetType()))
            {
                throw new TrainingException($"{types[name].Name} and {part.GetType().Name} both have the state name '{name}'; in a checkpoint each part has a name of its own.");
            }
        }

        return parts;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex Name();
}
