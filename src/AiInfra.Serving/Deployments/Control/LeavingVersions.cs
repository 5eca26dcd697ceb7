using AiInfra.Serving.Deployments.Routing;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>Versions that no longer answer and are not free yet. Thread-safe.</summary>
internal sealed class LeavingVersions
{
    private readonly Lock _gate = new();
    private readonly List<Task> _leaving = [];

    /// <summary>Those that leave now.</summary>
    public Task[] All()
    {
        lock (_gate)
        {
            return [.. _leaving];
        }
    }

    /// <summary>Lets go of the versions that those who stay do not have.</summary>
    public void Retire(RoutingTable old, params ReadOnlySpan<RoutingTable> staying)
    {
        lock (_gate)
        {
            _leaving.RemoveAll(l => l.IsCompletedSuccessfully);
        }

        foreach ((_, _, LoadedVersion version) in old.Loaded)
        {
            bool stays = false;
            foreach (RoutingTable routing in staying)
            {
                stays |= routing.Find(version.Version) == version;
            }

            if (!stays)
            {
                version.Uses.Close();
                lock (_gate)
                {
                    _leaving.Add(version.Freed);
                }
            }
        }
    }

    /// <summary>Waits for versions that leave. What went wrong with one is thrown once, and not at every unload after.</summary>
    public async Task WaitAsync(Task[] leaving, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(leaving).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _leaving.RemoveAll(l => l.IsCompleted && leaving.Contains(l));
            }
        }
    }
}
