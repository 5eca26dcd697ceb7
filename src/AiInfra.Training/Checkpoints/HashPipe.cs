using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace AiInfra.Training.Checkpoints;

/// <summary>Hashes memory on a thread of its own while the next piece is read. The memory must stay where it is until <see cref="Complete"/> or the disposal.</summary>
internal sealed class HashPipe : IDisposable
{
    /// <summary>Bytes hashed at once: what a processor's cache still holds from the reading.</summary>
    public const int Piece = 1 << 20;

    // Below this a second thread costs more than it saves.
    private const long Inline = 1 << 22;
    private readonly IncrementalHash _hash;
    private readonly Channel<(nint At, int Length)> _pieces = Channel.CreateUnbounded<(nint, int)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private Task? _hashing;
    private long _bytes;

    public HashPipe(IncrementalHash hash)
    {
        _hash = hash;
    }

    public unsafe void Append(ReadOnlySpan<byte> native)
    {
        _bytes += native.Length;
        if (_bytes < Inline)
        {
            _hash.AppendData(native);
            return;
        }

        _hashing ??= Task.Run(RunAsync);
        fixed (byte* at = &MemoryMarshal.GetReference(native))
        {
            _pieces.Writer.TryWrite(((nint)at, native.Length));
        }
    }

    public void Complete()
    {
        _pieces.Writer.TryComplete();
        _hashing?.GetAwaiter().GetResult();
    }

    /// <summary>Waits until nobody reads the memory any more, also after an error.</summary>
    public void Dispose() => Complete();

    private async Task RunAsync()
    {
        await foreach ((nint at, int length) in _pieces.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Append(at, length);
        }
    }

    private unsafe void Append(nint at, int length) => _hash.AppendData(new ReadOnlySpan<byte>((void*)at, length));
}
