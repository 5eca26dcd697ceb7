namespace AiInfra.Faults;

/// <summary>All scenarios of this assembly.</summary>
internal static class FaultScenarios
{
    private static IEnumerable<IFaultScenario> All => typeof(IFaultScenario).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IFaultScenario)))
        .Select(t => (IFaultScenario)Activator.CreateInstance(t)!)
        .OrderBy(s => s.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Select(s => s.Name);

    public static IFaultScenario Create(string name) =>
        All.FirstOrDefault(s => s.Name == name) ?? throw new ArgumentException($"There is no scenario '{name}'. There are: {string.Join(", ", Names)}.");

    /// <summary>Deals the kills out by weight. The slow ones come first, so that they run beside the others and not after them.</summary>
    public static IReadOnlyList<(string Name, int Kills)> Share(IEnumerable<string> names, int kills)
    {
        IFaultScenario[] scenarios = [.. names.Distinct().Select(Create).OrderBy(s => s.Weight)];
        double all = scenarios.Sum(s => s.Weight), weight = 0;
        int dealt = 0;
        var shares = new List<(string, int)>();
        foreach (IFaultScenario scenario in scenarios)
        {
            weight += scenario.Weight;
            int upTo = (int)Math.Round(kills * weight / all);
            shares.Add((scenario.Name, upTo - dealt));
            dealt = upTo;
        }

        return shares;
    }
}
