using AiInfra.Core.Hosting;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Observability.Hosting;

/// <summary>Finds monitoring of a deployment that this host does not serve, which would watch nothing in silence.</summary>
internal sealed class MonitoredDeployments(IEnumerable<MonitoredDeployment> monitored, IEnumerable<ServedDeployment> served) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        string[] names = [.. served.Select(s => s.Name).Distinct(StringComparer.Ordinal)];

        // A host that serves nothing watches signals that come from elsewhere.
        foreach (MonitoredDeployment watched in names.Length == 0 ? [] : monitored)
        {
            if (!names.Contains(watched.Name, StringComparer.Ordinal))
            {
                throw new InvalidOperationException($"Monitoring was added for deployment '{watched.Name}', which this host does not serve. {Near(watched.Name, names)}Deployments: {string.Join(", ", names.Order(StringComparer.Ordinal).Take(10))}{(names.Length > 10 ? ", …" : "")}.");
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Near(string name, string[] names) =>
        names.MinBy(n => Edits(name, n)) is { } nearest && Edits(name, nearest) <= Math.Max(2, name.Length / 2) ? $"Did you mean '{nearest}'? " : "";

    // Letters to add, leave out or change: Levenshtein's distance, a row of the table at a time.
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
