using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments;

/// <summary>Holds deployments by name. Owns them: disposing it unloads all of them.</summary>
public sealed partial class ModelHost : IDeployments, IAsyncDisposable
{
    private readonly FrozenDictionary<string, Deployment> _byName;
    private readonly ILogger? _logger;

    /// <summary>Creates a host of deployments.</summary>
    /// <param name="deployments">The deployments.</param>
    /// <param name="logger">Where it is written what could not be freed when it is disposed, so that whoever disposes it, a host among others, goes on; null throws it.</param>
    /// <exception cref="ArgumentException">Two deployments have one name.</exception>
    public ModelHost(IEnumerable<Deployment> deployments, ILogger<ModelHost>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(deployments);
        _logger = logger;
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
            catch (Exception e) when (_logger is not null)
            {
                LogNotFreed(_logger, e, deployment.Name);
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

    [LoggerMessage(EventId = 3012, Level = LogLevel.Error, Message = "Deployment {Deployment} is closed, but not all of it could be freed.")]
    private static partial void LogNotFreed(ILogger logger, Exception e, string deployment);
}
