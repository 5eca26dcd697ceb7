namespace AiInfra.Core.Artifacts;

/// <summary>Written artifacts that are published together.</summary>
internal sealed class StagedGroup
{
    private const int MostFiles = 512;
    private const long MostBytes = 64L << 20;
    private readonly List<StagedFile> _files = [];
    private long _bytes;

    public IReadOnlyList<StagedFile> Files => _files;

    public StagedFile Last => _files[^1];

    public bool IsFull => _files.Count >= MostFiles || _bytes >= MostBytes;

    public void Add(StagedFile file)
    {
        _files.Add(file);
        _bytes += file.Bytes;
    }

    public void Discard() => _files.ForEach(f => f.Discard());
}
