using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>Parameters of a study that were always asked for together, so that they may be chosen together.</summary>
public sealed class SpaceGroup
{
    internal SpaceGroup(IEnumerable<KeyValuePair<string, ParameterRange>> parameters)
    {
        KeyValuePair<string, ParameterRange>[] all = [.. parameters.OrderBy(p => p.Key, StringComparer.Ordinal)];
        Names = [.. all.Select(p => p.Key)];
        Ranges = [.. all.Select(p => p.Value)];
        Open = [.. all.Where(p => p.Value.Count > 1)];
    }

    /// <summary>Those of which there is more than one value to choose.</summary>
    internal KeyValuePair<string, ParameterRange>[] Open { get; }

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Their ranges, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; }

    /// <summary>Whether a trial has them.</summary>
    public bool IsIn(HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Parameters.ContainsKey(Names[0]);
    }

    /// <summary>The groups after a trial that asked for some parameters: what it asked for of a group and what not part ways, what is new is a group.</summary>
    internal static List<SpaceGroup> Split(IReadOnlyList<SpaceGroup> groups, IReadOnlyDictionary<string, double> asked, IReadOnlyDictionary<string, ParameterRange> ranges)
    {
        var split = new List<SpaceGroup>(groups.Count + 1);
        var rest = new HashSet<string>(asked.Keys, StringComparer.Ordinal);
        foreach (SpaceGroup group in groups)
        {
            int here = group.Names.Count(rest.Contains);
            if (here == 0 || here == group.Names.Count)
            {
                split.Add(group);
            }
            else
            {
                split.Add(group.Part(rest.Contains));
                split.Add(group.Part(n => !rest.Contains(n)));
            }

            rest.ExceptWith(group.Names);
        }

        if (rest.Count > 0)
        {
            split.Add(new SpaceGroup(rest.Select(n => KeyValuePair.Create(n, ranges[n]))));
        }

        return split;
    }

    private SpaceGroup Part(Func<string, bool> belongs) => new(Names.Zip(Ranges, KeyValuePair.Create).Where(p => belongs(p.Key)));
}
