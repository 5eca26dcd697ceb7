using System.Collections.Frozen;

namespace AiInfra.Serving.Deployments;

/// <summary>Holds deployments by name. Owns them: disposing it unloads all of them.</summary>
public sealed class ModelHost : IDeployments, IAsyncDisposable
{
    private readonly FrozenDictionary<string, Deployment> _byName;

    /// <summary>Creates a host of deployments.</summary>
    /// <exception cref="ArgumentException">Two deployments have one name.</exception>
    public ModelHost(IEnumerable<Deployment> deployments)
    {
        ArgumentNullException.ThrowIfNull(deployments);
        All = [.. deployments.OrderBy(d => d.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public IReadOnlyList<Deployment> All { get; }

    /// <inheritdoc />
    public Deployment? Find(string name) => _byName.GetValueOrDefault(name);

    /// <inheritdoc />
    public Deployment Get(string name) => Find(name)
        ?? throw new KeyNotFoundException($"There is no deployment '{name}'. Deployments: {string.Join(", ", All.Select(d => d.Name))}.");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // One that fails must not keep the others in memory.
        var failures = new List<Exception>();
        foreach (Deployment deployment in All)
        {
            try
            {
                await deployment.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.Count == 1 ? failures[0] : new AggregateException(failures));
        }
    }
}
