using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Routing;

/// <summary>Who answers at a moment. Replaced as a whole, never changed.</summary>
internal sealed record RoutingTable
{
    private readonly (double From, double To, LoadedVersion Version)[] _canaries = [];

    public static RoutingTable Empty { get; } = new() { Reason = "it was not started." };

    public DeploymentRecord? Record { get; init; }

    public LoadedVersion? Champion { get; init; }

    /// <summary>Those on trial that are loaded, in the order in which their trials began.</summary>
    public IReadOnlyList<Trial> Trials
    {
        get;
        init
        {
            field = value;
            _canaries = [.. value.SelectMany(t => t.Variant.Keys.Select(k => (k.From, k.To, t.Version)))];
            Shadows = [.. value.Where(t => t.Variant.Role == VariantRole.Shadow).Select(t => t.Version)];
        }
    } = [];

    /// <summary>Those who answer copies of what the champion answers.</summary>
    public LoadedVersion[] Shadows { get; private init; } = [];

    /// <summary>Whether some requests are answered by another version than the champion.</summary>
    public bool HasCanaries => _canaries.Length > 0;

    public LoadedVersion? Previous { get; init; }

    public DeploymentStatus Status { get; init; } = DeploymentStatus.Unloaded;

    public string? Reason { get; init; }

    /// <summary>Loaded versions, each once, by the first of its roles.</summary>
    public IEnumerable<(string Role, double Weight, LoadedVersion Version)> Loaded
    {
        get
        {
            if (Champion is not null)
            {
                yield return ("champion", 1 - Trials.Sum(t => t.Variant.Weight), Champion);
            }

            foreach (Trial trial in Trials)
            {
                if (trial.Version != Champion)
                {
                    yield return ("challenger", trial.Variant.Weight, trial.Version);
                }
            }

            if (Previous is not null && Previous != Champion && !Trials.Any(t => t.Version == Previous))
            {
                yield return ("previous", 0, Previous);
            }
        }
    }

    /// <summary>The canary that answers a key, by its place; null where the champion does.</summary>
    public LoadedVersion? CanaryAt(double place)
    {
        foreach ((double from, double to, LoadedVersion version) in _canaries)
        {
            if (place >= from && place < to)
            {
                return version;
            }
        }

        return null;
    }

    public LoadedVersion? Find(int version)
    {
        foreach ((_, _, LoadedVersion loaded) in Loaded)
        {
            if (loaded.Version == version)
            {
                return loaded;
            }
        }

        return null;
    }

    /// <summary>This moment for pages and protocols.</summary>
    public DeploymentView View(string name, string model, bool? optional) => new()
    {
        Name = name,
        Model = model,
        Status = Status,
        Optional = optional,
        Reason = Reason,
        Record = Record,
        Versions = [.. Loaded.Select(l => l.Version.View(l.Role, l.Weight))],
    };
}
