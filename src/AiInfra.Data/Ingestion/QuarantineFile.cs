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

    /// <exception cref="IngestionException">It can't be written.</exception>
    public async Task AddAsync(RejectedRow row, CancellationToken cancellationToken)
    {
        try
        {
            _file ??= TemporaryFile.Create(_folder, ".jsonl");
            await JsonSerializer.SerializeAsync(_file, row, s_json, cancellationToken).ConfigureAwait(false);
            _file.WriteByte((byte)'\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(e, $"to a file in the temporary folder '{_folder}'", "Free space there, or name another folder (TemporaryFolder).");
        }

        Rows++;
    }

    /// <summary>Stores what there is; null when there is nothing.</summary>
    /// <exception cref="IngestionException">It can't be stored.</exception>
    public async Task<ArtifactDigest?> StoreAsync(IArtifactStore artifacts, string? copyTo, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return null;
        }

        ArtifactDigest digest;
        try
        {
            await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
            _file.Position = 0;
            digest = await artifacts.PutAsync(_file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or StoreException)
        {
            throw Unwritten(e, "to the artifact store", e is ArtifactStoreException ? "" : $"Look at the artifact store and at the temporary folder '{_folder}'.");
        }

        try
        {
            if (copyTo is not null)
            {
                await CopyAsync(_file, copyTo, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(e, $"to {copyTo}", "Free space there, or name another folder (QuarantineFolder).");
        }

        return digest;
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            // What is not on disk yet is thrown away with the rest: a full disk must not hide why the run ends.
            await _file.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IngestionException Unwritten(Exception e, string where, string advice) =>
        new($"Rows that were put aside could not be written {where}: {e.Message.TrimEnd('.')}. {advice}{(advice.Length > 0 ? " " : "")}The dataset is unchanged.", e);

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
