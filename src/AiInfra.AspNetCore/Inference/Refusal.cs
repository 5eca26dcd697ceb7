using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Says that the queue is full, in bytes that are ready: saying no must cost less than an answer, or those who are told no take the place of those who are answered.</summary>
internal sealed class Refusal(byte[] body, string contentType, OpenInferenceOptions options, TimeProvider time)
{
    public const string Message = "The queue of the model is full: as many rows wait already as may. Try again later.";

    /// <summary>A held refusal is a connection and a timer; who comes beyond so many is answered at once.</summary>
    private const int MostHeld = 10_000;

    private readonly string _retryAfter = options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
    private readonly TimeSpan _delay = options.RefusalDelay;
    private int _held;

    public Task AnswerAsync(HttpContext context) => _delay > TimeSpan.Zero ? HoldAsync(context) : WriteAsync(context.Response);

    private async Task HoldAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _held) <= MostHeld)
            {
                await Task.Delay(_delay, time, context.RequestAborted).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }

        await WriteAsync(context.Response).ConfigureAwait(false);
    }

    private Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = _retryAfter;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
