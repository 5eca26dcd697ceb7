using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>artifacts/list</c>, and the files themselves under <c>mlflow-artifacts/artifacts</c>.</summary>
internal sealed class ArtifactCalls(ICatalog catalog, IArtifactStore artifacts, RunCalls runs, MlflowServerOptions options, TimeProvider time)
{
    private const string Proxy = "/mlflow-artifacts/artifacts";

    // The client falls back to one upload where the message begins so.
    private const string NoParts = "Multipart upload is not supported for the current artifact repository";

    public IEnumerable<MlflowVerb> All() =>
    [
        Read("GET", "/artifacts/list", ListAsync),
        new("GET", Proxy, false, ListProxyAsync),
        new("GET", Proxy + "/{**path}", false, DownloadAsync),
        new("PUT", Proxy + "/{**path}", true, UploadAsync, HasFile: true),
        new("DELETE", Proxy + "/{**path}", true, DeleteAsync),
        .. new[] { "create", "complete", "abort" }.Select(step => new MlflowVerb("POST", $"/mlflow-artifacts/mpu/{step}/{{**path}}", true, _ => throw new MlflowAnswerException("NOT_IMPLEMENTED", NoParts))),
    ];

    private async Task ListAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call).ConfigureAwait(false);
        long experiment = await runs.ExperimentAsync(run.Experiment, call.Aborted).ConfigureAwait(false);
        string folder = (call.Text("path") ?? "").Trim('/');
        IReadOnlyList<RunArtifact> files = await catalog.Runs.ArtifactsAsync(run.Id, folder.Length == 0 ? null : folder, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteString("root_uri", MlflowJson.ArtifactUri(experiment, run.Id));
            Write(json, Children(files.Select(f => (f.Path, f.Bytes)), folder), c => folder.Length == 0 ? c : $"{folder}/{c}");
        }).ConfigureAwait(false);
    }

    private async Task ListProxyAsync(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Parse(call.Text("path") ?? "");
        IEnumerable<(string Path, long Bytes)> files;
        if (place.Model is { } model)
        {
            ModelVersion version = await VersionAsync(model, place.Version, call.Aborted).ConfigureAwait(false);
            files = version.Files.Keys.Where(name => place.Path.Length == 0 || name.StartsWith(place.Path + "/", StringComparison.Ordinal)).Select(name => (name, 0L));
        }
        else
        {
            files = (await catalog.Runs.ArtifactsAsync(place.Run!, place.Path.Length == 0 ? null : place.Path, call.Aborted).ConfigureAwait(false)).Select(f => (f.Path, f.Bytes));
        }

        await call.AnswerAsync(json => Write(json, Children(files, place.Path), c => c)).ConfigureAwait(false);
    }

    private async Task DownloadAsync(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Parse(call.Required("path"));
        (ArtifactDigest digest, long? bytes) = await FindAsync(place, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"There is no file '{place.Path}' there.");
        Stream content = await artifacts.OpenAsync(digest, call.Aborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            HttpResponse response = call.Context.Response;
            response.ContentType = "application/octet-stream";
            response.Headers.ContentDisposition = "attachment";
            response.ContentLength = bytes;
            await content.CopyToAsync(response.Body, call.Aborted).ConfigureAwait(false);
        }
    }

    private async Task UploadAsync(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Parse(call.Required("path"));
        if (place.Run is null || place.Path.Length == 0)
        {
            throw MlflowAnswerException.Invalid("Files are uploaded to a run: <experiment>/<run>/artifacts/<path>.");
        }

        HttpContext context = call.Context;
        if (context.Request.ContentLength > options.MaxArtifactBytes)
        {
            throw new BadHttpRequestException($"The file has {context.Request.ContentLength} bytes, and this server takes {options.MaxArtifactBytes} (MlflowServerOptions.MaxArtifactBytes).", StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxArtifactBytes;
        }

        Run run = await catalog.Runs.FindAsync(place.Run, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"Run with id={place.Run} not found.");
        ArtifactDigest digest = await artifacts.PutAsync(context.Request.Body, call.Aborted).ConfigureAwait(false);
        long bytes = context.Request.ContentLength ?? await LengthAsync(digest, call.Aborted).ConfigureAwait(false);
        await catalog.Runs.AddArtifactsAsync(run.Id, [new RunArtifact(place.Path, digest, bytes, time.GetUtcNow())], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Parse(call.Required("path"));
        if (place.Run is null || place.Path.Length == 0)
        {
            throw MlflowAnswerException.Invalid("Files of a run are deleted: <experiment>/<run>/artifacts/<path>.");
        }

        await catalog.Runs.RemoveArtifactsAsync(place.Run, place.Path, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task<long> LengthAsync(ArtifactDigest digest, CancellationToken cancellationToken) => new FileInfo(await artifacts.GetFileAsync(digest, cancellationToken).ConfigureAwait(false)).Length;

    private async Task<(ArtifactDigest Digest, long? Bytes)?> FindAsync(ArtifactPlace place, CancellationToken cancellationToken)
    {
        if (place.Model is { } model)
        {
            return (await VersionAsync(model, place.Version, cancellationToken).ConfigureAwait(false)).Files.TryGetValue(place.Path, out ArtifactDigest digest) ? (digest, null) : null;
        }

        RunArtifact? file = (await catalog.Runs.ArtifactsAsync(place.Run!, place.Path, cancellationToken).ConfigureAwait(false)).FirstOrDefault(f => f.Path == place.Path);
        return file is null ? null : (file.Digest, file.Bytes);
    }

    private async Task<ModelVersion> VersionAsync(string model, int version, CancellationToken cancellationToken) =>
        await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"There is no version {version} of model '{model}'.");

    /// <summary>What lies in a folder: files with their bytes, and folders.</summary>
    public static IEnumerable<(string Name, long? Bytes)> Children(IEnumerable<(string Path, long Bytes)> files, string folder)
    {
        int from = folder.Length == 0 ? 0 : folder.Length + 1;
        return files.Where(f => f.Path.Length > from && f.Path != folder)
            .Select(f => (Below: f.Path[from..], f.Bytes))
            .GroupBy(f => f.Below.Split('/')[0], StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Any(f => f.Below == g.Key) ? g.First(f => f.Below == g.Key).Bytes : (long?)null));
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<(string Name, long? Bytes)> children, Func<string, string> path)
    {
        json.WriteStartArray("files");
        foreach ((string name, long? bytes) in children)
        {
            json.WriteStartObject();
            json.WriteString("path", path(name));
            json.WriteBoolean("is_dir", bytes is null);
            if (bytes is { } size)
            {
                json.WriteNumber("file_size", size);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
