using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>Adds to the start of a run what is known of this process.</summary>
public static class RunStartExtensions
{
    /// <summary>A start with the tags of <see cref="RunEnvironment"/>; those that it has stay.</summary>
    public static RunStart WithEnvironment(this RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var tags = new Dictionary<string, string>(RunEnvironment.Tags(), StringComparer.Ordinal);
        foreach ((string key, string value) in start.Tags)
        {
            tags[key] = value;
        }

        return start with { Tags = tags };
    }
}
