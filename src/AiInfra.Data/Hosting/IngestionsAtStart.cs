using Microsoft.Extensions.Hosting;

namespace AiInfra.Data.Hosting;

/// <summary>Runs the ingestions that are to run when the host starts, beside it: a bad file never keeps the host from answering.</summary>
internal sealed class IngestionsAtStart(IngestionRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAtStartAsync(stoppingToken);
}
