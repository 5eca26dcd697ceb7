using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using AiInfra.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiInfra.AspNetCore.Inference;

/// <summary>The whole body of a request in one piece of memory: where it lies already for small ones, in pooled memory otherwise. Dispose it when it is read.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly PipeReader? _pipe;
    private readonly SequencePosition _end;
    private readonly byte[]? _rented;

    private RequestBody(ReadOnlyMemory<byte> bytes, PipeReader pipe, SequencePosition end)
    {
        Bytes = bytes;
        _pipe = pipe;
        _end = end;
    }

    private RequestBody(byte[] rented, int length)
    {
        Bytes = rented.AsMemory(0, length);
        _rented = rented;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <exception cref="ErrorAnswerException">The body is larger than allowed, is damaged, or has an encoding that is not known.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, int maxBytes, string option = $"{nameof(OpenInferenceOptions)}.{nameof(OpenInferenceOptions.MaxRequestBytes)}")
    {
        HttpRequest request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes, option);
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } encoding)
        {
            Stream? stream = Decompress(encoding.ToString(), request.Body);
            if (stream is not null)
            {
                await using (stream.ConfigureAwait(false))
                {
                    return await DrainAsync(stream, maxBytes, option, context.RequestAborted).ConfigureAwait(false);
                }
            }
        }

        PipeReader pipe = request.BodyReader;
        ReadResult result = await pipe.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        ReadOnlySequence<byte> buffer = result.Buffer;
        if ((result.IsCompleted || buffer.Length == request.ContentLength) && buffer.IsSingleSegment)
        {
            return new RequestBody(buffer.First, pipe, buffer.End);
        }

        // Nothing is consumed yet: the stream over the pipe begins at the same byte.
        pipe.AdvanceTo(buffer.Start);
        return await DrainAsync(pipe.AsStream(leaveOpen: true), maxBytes, option, context.RequestAborted).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _pipe?.AdvanceTo(_end);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }

    private static Stream? Decompress(string encoding, Stream body) => encoding.Trim().ToLowerInvariant() switch
    {
        "identity" or "" => null,
        "gzip" or "x-gzip" => new GZipStream(new CompressedStream(body, isGzip: true), CompressionMode.Decompress),
        "deflate" => new ZLibStream(new CompressedStream(body, isGzip: false), CompressionMode.Decompress),
        "br" => new BrotliStream(new CompressedStream(body, isGzip: false), CompressionMode.Decompress),
        _ => throw new ErrorAnswerException(StatusCodes.Status415UnsupportedMediaType, $"Content-Encoding '{encoding}' is not known here. Known are gzip, deflate, br and identity."),
    };

    private static async ValueTask<RequestBody> DrainAsync(Stream stream, int maxBytes, string option, CancellationToken cancellationToken)
    {
        // The length is only believed as far as bytes have come, so that a header cannot ask for memory.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        int length = 0;
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    throw TooLarge(maxBytes, option);
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, maxBytes);
                }
            }
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (e is InvalidDataException)
            {
                throw ErrorAnswerException.BadRequest($"The body does not decompress: {e.Message}", e);
            }

            throw;
        }

        return new RequestBody(buffer, length);
    }

    private static byte[] Grow(byte[] buffer, int maxBytes)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(maxBytes + 1L, buffer.Length * 2L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static ErrorAnswerException TooLarge(int maxBytes, string option) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than the {maxBytes} bytes allowed here ({option}).");
}
