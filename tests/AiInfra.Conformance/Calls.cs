namespace AiInfra.Conformance;

/// <summary>Which call answers which metric of the reference files: those of every <see cref="IMetricCalls"/> here.</summary>
internal static class Calls
{
    public static IReadOnlyDictionary<string, Func<ReferenceCase, object>> All()
    {
        var calls = new Dictionary<string, Func<ReferenceCase, object>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (Type type in typeof(Calls).Assembly.GetTypes().Where(t => t.IsClass && typeof(IMetricCalls).IsAssignableFrom(t)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            foreach ((string metric, Func<ReferenceCase, object> call) in ((IMetricCalls)Activator.CreateInstance(type)!).All())
            {
                if (!calls.TryAdd(metric, call))
                {
                    throw new InvalidOperationException($"'{metric}' is answered by {owners[metric].Name} and by {type.Name}; one call a metric.");
                }

                owners[metric] = type;
            }
        }

        return calls;
    }
}
