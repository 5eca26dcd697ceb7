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
}
