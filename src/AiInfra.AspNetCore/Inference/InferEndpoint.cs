using System.Globalization;
using System.Text;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary><c>POST v2/models/M[/versions/V]/infer</c>.</summary>
internal sealed class InferEndpoint(IDeployments deployments, IOptions<OpenInferenceOptions> options, TimeProvider time)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

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
        ModelSignature? signature = target.Signature;
        InferRequest request;
        using (RequestBody body = await RequestBody.ReadAsync(context, _maxBytes).ConfigureAwait(false))
        {
            request = Parse(context.Request, body.Bytes.Span, signature);
        }

        if (target.Version is int version)
        {
            request.Options = (request.Options ?? new PredictOptions()) with { Version = version };
        }

        CheckOutputs(request, target, signature);
        if (await InferAsync(target, request, context.RequestAborted).ConfigureAwait(false) is not InferenceResult result)
        {
            await _refusal.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        AnswerBuffer answer = _answers.Get();
        try
        {
            int jsonBytes = InferAnswer.Write(answer, target.Deployment.Name, request, result);
            await SendAsync(context, answer.Buffer.Written, jsonBytes).ConfigureAwait(false);
        }
        finally
        {
            _answers.Return(answer);
        }
    }

    private static async ValueTask<InferenceResult?> InferAsync(InferTarget target, InferRequest request, CancellationToken cancellationToken)
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

    private static InferRequest Parse(HttpRequest request, ReadOnlySpan<byte> body, ModelSignature? signature)
    {
        if (!request.Headers.TryGetValue(JsonLength, out Microsoft.Extensions.Primitives.StringValues header))
        {
            return InferRequestReader.Read(body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, [], signature);
        }

        if (!int.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > body.Length)
        {
            throw ProtocolException.BadRequest($"Expected a number from 0 to the body's {body.Length} bytes in header {JsonLength}, came '{header}'.");
        }

        return length == 0 ? RawRequest.Read(body, signature) : InferRequestReader.Read(body[..length], body[length..], signature);
    }

    /// <summary>Refuses outputs that no version has which may answer, before the model runs. The version that does answer is asked again.</summary>
    private static void CheckOutputs(InferRequest request, in InferTarget target, ModelSignature? signature)
    {
        if (request.Outputs is null || signature is null)
        {
            return;
        }

        foreach (RequestedOutput output in request.Outputs)
        {
            if (signature.IndexOfOutput(output.Name) < 0 && !target.IsOnTrial(output.Name))
            {
                throw ProtocolException.BadRequest($"Unknown output '{output.Name}'. Outputs are {string.Join(", ", signature.Outputs.Select(o => $"'{o.Name}'"))}.");
            }
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, int jsonBytes)
    {
        HttpResponse response = context.Response;
        response.ContentType = jsonBytes < 0 ? "application/json" : "application/octet-stream";
        response.ContentLength = body.Length;
        if (jsonBytes >= 0)
        {
            response.Headers[JsonLength] = jsonBytes.ToString(CultureInfo.InvariantCulture);
        }

        await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
