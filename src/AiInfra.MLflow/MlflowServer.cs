using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiInfra.MLflow;

/// <summary>MLflow's REST API 2.0, as far as logging needs it.</summary>
internal sealed class MlflowServer : IDisposable
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly HttpClient _http;
    private readonly string _root;

    public MlflowServer(MlflowOptions options, HttpMessageHandler? handler)
    {
        _root = options.Server!.ToString().TrimEnd('/') + "/api/2.0";
        _http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null) { Timeout = options.Timeout };
        if (options.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (options.Username is { } name)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{options.Password}")));
        }
    }

    public Task<JsonElement> PostAsync(string path, Action<Utf8JsonWriter> members, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, s_json))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, "/mlflow/" + path, content, cancellationToken);
    }

    public Task<JsonElement> GetAsync(string path, string name, string value, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/mlflow/{path}?{name}={Uri.EscapeDataString(value)}", null, cancellationToken);

    /// <summary>Uploads a file below a run's <c>mlflow-artifacts:</c> address.</summary>
    public Task UploadAsync(string artifactUri, string path, Stream content, CancellationToken cancellationToken)
    {
        const string scheme = "mlflow-artifacts:";
        if (!artifactUri.StartsWith(scheme, StringComparison.Ordinal))
        {
            throw new MlflowRefusal($"The server keeps artifacts at {artifactUri} and takes none itself; start it with --serve-artifacts");
        }

        string below = artifactUri[scheme.Length..].TrimStart('/');
        if (artifactUri.StartsWith(scheme + "//", StringComparison.Ordinal))
        {
            below = below[(below.IndexOf('/', StringComparison.Ordinal) + 1)..]; // mlflow-artifacts://host:port/…
        }

        string escaped = string.Join('/', $"{below}/{path}".Split('/').Select(Uri.EscapeDataString));
        return SendAsync(HttpMethod.Put, "/mlflow-artifacts/artifacts/" + escaped, new StreamContent(content), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <exception cref="MlflowRefusal">The server will never take it.</exception>
    /// <exception cref="HttpRequestException">It may later.</exception>
    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _root + path) { Content = content };
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
                return json.RootElement.Clone();
            }
            catch (JsonException e)
            {
                throw new HttpRequestException($"The server answered {path} with what is no JSON: is {_root} an MLflow server?", e);
            }
        }

        (string code, string message) = Error(text);
        string words = $"The server answered {(int)response.StatusCode} {code} to {path.Split('?')[0]}: {message}";
        throw (int)response.StatusCode is 408 or 429 or >= 500 and not 501 or 401 or 403 ? new HttpRequestException(words, null, response.StatusCode) : new MlflowRefusal(words, code);
    }

    private static (string Code, string Message) Error(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return (json.RootElement.GetProperty("error_code").GetString() ?? "", json.RootElement.GetProperty("message").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ("", text.Length > 200 ? text[..200] + "…" : text);
        }
    }
}
