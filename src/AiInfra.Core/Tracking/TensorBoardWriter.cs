using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace AiInfra.Core.Tracking;

/// <summary>Writes scalars as an event file that TensorBoard reads: TFRecords with masked CRC-32C around <c>Event</c> messages.</summary>
/// <remarks>Not thread-safe. Values are kept as 32-bit floats, as TensorBoard keeps them.</remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly MemoryStream _event = new();
    private readonly MemoryStream _value = new();
    private readonly MemoryStream _summary = new();

    /// <summary>Makes an event file in a folder, which is a run to TensorBoard.</summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="IOException">The file can't be made.</exception>
    public TensorBoardWriter(string folder, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        DateTimeOffset now = (time ?? TimeProvider.System).GetUtcNow();
        Path = System.IO.Path.Combine(folder, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{System.Environment.MachineName}.{Guid.NewGuid().ToString("N")[..8]}");
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        Begin(now, step: null);
        Bytes(_event, 3, "brain.Event:2"u8);
        End();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes a scalar.</summary>
    /// <param name="tag">Its name; what stands before a slash groups charts.</param>
    /// <param name="value">Its value.</param>
    /// <param name="step">The step.</param>
    /// <param name="at">When.</param>
    public void Scalar(string tag, double value, long step, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        _value.SetLength(0);
        Bytes(_value, 1, Encoding.UTF8.GetBytes(tag));
        Tag(_value, 2, 5);
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(four, (float)value);
        _value.Write(four);
        _summary.SetLength(0);
        Bytes(_summary, 1, _value.GetBuffer().AsSpan(0, (int)_value.Length));
        Begin(at, step);
        Bytes(_event, 5, _summary.GetBuffer().AsSpan(0, (int)_summary.Length));
        End();
    }

    /// <summary>Hands what was written to the system.</summary>
    public void Flush() => _file.Flush();

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void Begin(DateTimeOffset at, long? step)
    {
        _event.SetLength(0);
        Tag(_event, 1, 1);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, (at - DateTimeOffset.UnixEpoch).TotalSeconds);
        _event.Write(eight);
        if (step is { } number)
        {
            Tag(_event, 2, 0);
            Varint(_event, (ulong)number);
        }
    }

    /// <summary>A record: length, its checksum, content, its checksum.</summary>
    private void End()
    {
        ReadOnlySpan<byte> content = _event.GetBuffer().AsSpan(0, (int)_event.Length);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Masked(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(content));
        _file.Write(head);
        _file.Write(content);
        _file.Write(tail);
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private static void Bytes(MemoryStream to, int field, ReadOnlySpan<byte> bytes)
    {
        Tag(to, field, 2);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Tag(MemoryStream to, int field, int kind) => Varint(to, (ulong)((field << 3) | kind));

    private static void Varint(MemoryStream to, ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            to.WriteByte((byte)(value | 128));
        }

        to.WriteByte((byte)value);
    }
}
