namespace AiInfra.Observability.Monitoring;

/// <summary>What versions are compared with, of the versions seen lately. Not thread-safe.</summary>
internal sealed class KnownReferences
{
    private const int Remembered = 16;
    private readonly List<(int Version, MonitorReference Reference)> _all = [];

    /// <summary>Whether a version's reference was given, or looked for.</summary>
    public bool Knows(int version) => _all.Exists(r => r.Version == version);

    public MonitorReference? Of(int version) => _all.Find(r => r.Version == version).Reference;

    public void Set(int version, MonitorReference reference)
    {
        _all.RemoveAll(r => r.Version == version);
        _all.Add((version, reference));
        if (_all.Count > Remembered)
        {
            _all.RemoveAt(0);
        }
    }
}
