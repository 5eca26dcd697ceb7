namespace AiInfra.Observability.Monitoring;

/// <summary>Knows what versions are compared with.</summary>
public interface IReferenceSource
{
    /// <summary>The reference of a version, or null when nothing is known.</summary>
    Task<MonitorReference?> FindAsync(string model, int version, CancellationToken cancellationToken = default);
}
