using System.Globalization;
using System.Text;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary><c>POST v2/models/M[/versions/V]/infer</c>.</summary>
internal sealed class InferEndpoint(IDeployments deployments, IOptions<OpenInferenceOptions> options, TimeProvider time)
{
    private const string JsonLength = "Inference-Header-Content-Length";
    private readonly Refusal _refusal = new(Encoding.UTF8.GetBytes($$"""{"error":"{{Refusal.Message}}"}"""), "application/json", options.Value, time);
    private readonly int _maxBytes = options.Value.MaxRequestBytes;
    private readonly ObjectPool<AnswerBuffer> _answers = ObjectPool.Create<AnswerBuffer>();

    /// <summary>Who is refused is refused before the body is read.</summary>
    public Task HandleAsync(HttpContext context)
    {
        InferTarget target = InferTarget.Of(context, deployments);
        return target.Deployment.Refuses(target.Version) ? _refusal.AnswerAsync(context) : AnswerAsync(context, target);
    }

    private async Task AnswerAsync(HttpContext context, InferTarget target)
    {
        InferenceRequest request;
        using (RequestBody body = await RequestBody.ReadAsync(context, _maxBytes).ConfigureAwait(false))
        {
            request = InferenceRequestReader.Read(body.Bytes.Span, JsonLengthOf(context.Request, body.Bytes.Length), target.Signature);
        }

        if (target.Version is int version)
        {
            request.SetVersion(version);
        }

        request.RequireOutputs(target.Deployment);
        if (await InferAsync(target, request, context.RequestAborted).ConfigureAwait(false) is not InferenceResult result)
        {
            await _refusal.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        AnswerBuffer answer = _answers.Get();
        try
        {
            int? jsonBytes = answer.Writer.Write(answer.Buffer, target.Deployment.Name, request, result);
            await SendAsync(context, answer.Buffer.Written, jsonBytes).ConfigureAwait(false);
        }
        finally
        {
            _answers.Return(answer);
        }
    }

    private static async ValueTask<InferenceResult?> InferAsync(InferTarget target, InferenceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await target.Deployment.TryInferAsync(request.Inputs, request.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (DeploymentUnavailableException) when (target.Version is not null)
        {
            // A version that is not loaded is "not found", nothing loaded at all is "not ready": this throws which it is.
            target.Loaded();
            throw;
        }
    }

    private static int? JsonLengthOf(HttpRequest request, int bodyBytes)
    {
        if (!request.Headers.TryGetValue(JsonLength, out Microsoft.Extensions.Primitives.StringValues header))
        {
            return null;
        }

        return int.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw ErrorAnswerException.BadRequest($"Expected a number from 0 to the body's {bodyBytes} bytes in header {JsonLength}, came '{header}'.");
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, int? jsonBytes)
    {
        HttpResponse response = context.Response;
        response.ContentType = jsonBytes is null ? "application/json" : "application/octet-stream";
        response.ContentLength = body.Length;
        if (jsonBytes is int length)
        {
            response.Headers[JsonLength] = length.ToString(CultureInfo.InvariantCulture);
        }

        await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
