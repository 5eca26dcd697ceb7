using System.Text.Encodings.Web;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>Rows put aside, one JSON object a line, in a temporary file until the run ends.</summary>
internal sealed class QuarantineFile : IAsyncDisposable
{
    // For people to read: only what JSON itself demands is escaped.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _folder;
    private FileStream? _file;

    public QuarantineFile(string? folder) => _folder = folder ?? Path.GetTempPath();

    public long Rows { get; private set; }

    public async Task AddAsync(RejectedRow row, CancellationToken cancellationToken)
    {
        _file ??= TemporaryFile.Create(_folder, ".jsonl");
        await JsonSerializer.SerializeAsync(_file, row, s_json, cancellationToken).ConfigureAwait(false);
        _file.WriteByte((byte)'\n');
        Rows++;
    }

    /// <summary>Stores what there is; null when there is nothing.</summary>
    public async Task<ArtifactDigest?> StoreAsync(IArtifactStore artifacts, string? copyTo, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return null;
        }

        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
        _file.Position = 0;
        ArtifactDigest digest = await artifacts.PutAsync(_file, cancellationToken).ConfigureAwait(false);
        if (copyTo is not null)
        {
            await CopyAsync(_file, copyTo, cancellationToken).ConfigureAwait(false);
        }

        return digest;
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Copies beside and renames: nobody sees half a file. What a dead run left there is written over.</summary>
    private static async Task CopyAsync(FileStream from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        string incoming = to + ".incoming";
        from.Position = 0;
        var copy = new FileStream(incoming, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (copy.ConfigureAwait(false))
        {
            await from.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        }

        File.Move(incoming, to, overwrite: true);
    }
}
