using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Reads a tensor file from a stream: the header at once, the tensors when they are asked for.</summary>
internal sealed class TensorFileReader
{
    // Tensors that lie beside each other are read into one piece of memory of about this size: a file of thousands is as quick as one of few.
    private const long Block = 1 << 25;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly List<Tensor> _blocks = [];

    /// <exception cref="CheckpointException">The header is damaged, or does not fit the data.</exception>
    public TensorFileReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream must know its length. Copy it to a file or to memory first.", nameof(stream));
        }

        Header = ReadHeader(stream.Length - stream.Position);
    }

    public TensorHeader Header { get; }

    public TensorFileContent Read(bool requireDigest, bool keepRaw)
    {
        if (requireDigest && Header.Digest is null)
        {
            throw new CheckpointException($"{_name} is damaged or was not written here: it carries no digest.");
        }

        TensorEntry[] raw = [.. Header.Entries.Where(e => e.Type.IsRaw)];
        if (raw.Length > 0 && !keepRaw)
        {
            throw new CheckpointException($"{_name} holds {raw.Length} tensors of types that libtorch lacks, the first of them '{raw[0].Name}' of type {raw[0].Type.Name}. Read it with keepRaw: true to get their bits, or convert it first.");
        }

        var tensors = new Dictionary<string, Tensor>(Header.Entries.Count, StringComparer.Ordinal);
        try
        {
            if (Header.Digest is { } digest)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(Header.Bytes);
                using (var pipe = new HashPipe(hash))
                {
                    ReadBlocks(tensors, pipe);
                    pipe.Complete();
                }

                if (digest != Convert.ToHexStringLower(hash.GetHashAndReset()))
                {
                    throw new CheckpointException($"{_name} is damaged: its content does not have the digest it was written with.");
                }
            }
            else
            {
                ReadBlocks(tensors, null);
            }

            return new TensorFileContent(tensors, Header.Metadata) { RawTypes = raw.ToDictionary(e => e.Name, e => e.Type.Name, StringComparer.Ordinal) };
        }
        catch (Exception e)
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            if (e is EndOfStreamException or ExternalException)
            {
                throw new CheckpointException($"{_name} could not be read to its end: {e.Message}", e);
            }

            throw;
        }
        finally
        {
            _blocks.ForEach(b => b.Dispose());
        }
    }

    private TensorHeader ReadHeader(long bytes)
    {
        Span<byte> length = stackalloc byte[8];
        if (_stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
        {
            throw new CheckpointException($"{_name} is cut short: it has {bytes} bytes.");
        }

        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (size > TensorHeader.MaxBytes || (long)size > bytes - 8)
        {
            throw new CheckpointException($"{_name} is damaged, cut short or no safetensors file: it claims a header of {size} bytes and has {bytes} in all; {TensorHeader.MaxBytes} is the most the format allows.");
        }

        byte[] header = new byte[size];
        try
        {
            _stream.ReadExactly(header);
            return TensorHeader.Parse(header, bytes - 8 - (long)size);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException or EndOfStreamException)
        {
            throw new CheckpointException($"{_name} is damaged or no safetensors file: {e.Message}", e);
        }
    }

    private void ReadBlocks(Dictionary<string, Tensor> tensors, HashPipe? pipe)
    {
        IReadOnlyList<TensorEntry> entries = Header.Entries;
        for (int first = 0, next; first < entries.Count; first = next)
        {
            ScalarType type = entries[first].Type.Scalar;
            for (next = first + 1; next < entries.Count && entries[next].Type.Scalar == type && entries[next].End - entries[first].Start <= Block; next++)
            {
            }

            ReadBlock(entries, first, next, tensors, pipe);
        }
    }

    private void ReadBlock(IReadOnlyList<TensorEntry> entries, int first, int next, Dictionary<string, Tensor> tensors, HashPipe? pipe)
    {
        (TensorFileType type, long start) = (entries[first].Type, entries[first].Start);
        Tensor block = empty([(entries[next - 1].End - start) / type.Bytes], type.Scalar).DetachFromDisposeScope();
        _blocks.Add(block);
        TensorBytes.ForEach(block, span => Fill(span, pipe));
        for (int i = first; i < next; i++)
        {
            tensors.Add(entries[i].Name, View(block, entries[i], start));
        }
    }

    /// <summary>A tensor over its part of a block, which lives until it is disposed: one call of libtorch each.</summary>
    private static Tensor View(Tensor block, TensorEntry entry, long start)
    {
        if (entry.Bytes == 0)
        {
            return empty(entry.Shape, entry.Type.Scalar).DetachFromDisposeScope();
        }

        long[] strides = new long[entry.Shape.Length];
        long stride = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= entry.Shape[i];
        }

        return block.as_strided(entry.Shape, strides, (entry.Start - start) / entry.Type.Bytes).DetachFromDisposeScope();
    }

    private void Fill(Span<byte> span, HashPipe? pipe)
    {
        for (int start = 0; start < span.Length; start += HashPipe.Piece)
        {
            Span<byte> piece = span.Slice(start, Math.Min(HashPipe.Piece, span.Length - start));
            _stream.ReadExactly(piece);
            pipe?.Append(piece);
        }
    }
}
