using System.Buffers.Binary;
using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Support.Stores;

namespace AiInfra.Sqlite.Tests.Tracking;

/// <summary>Event files, read back by a reader that shares nothing with the writer: a checksum bit by bit, and protobuf by hand.</summary>
public sealed class TensorBoardTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 2, 3, 4, 5, 250, TimeSpan.Zero);

    [Fact]
    public async Task WriteTensorBoard_RunWithMetrics_IsReadBack()
    {
        using var store = new TemporaryStore();
        await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await store.Catalog.Runs.AddMetricsAsync("r", [.. Enumerable.Range(0, 12_000).Select(i => new MetricPoint("train/loss", i * 0.5, i, s_at)), new MetricPoint("grüezi", double.NaN, -3, s_at)]);
        string path = await store.Catalog.Runs.WriteTensorBoardAsync("r", store.Files.File("tb/r"));
        Assert.Matches("^events\\.out\\.tfevents\\.[0-9]{10}\\.", Path.GetFileName(path));
        List<Event> events = Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal(12_002, events.Count);
        Event odd = Assert.Single(events, e => e.Tag == "grüezi");
        Assert.Equal((-3L, true), (odd.Step, float.IsNaN(odd.Value)));
        Event last = events.Last(e => e.Tag == "train/loss");
        Assert.Equal((11_999L, 5999.5f, 1767323045.25), (last.Step, last.Value, last.At));
    }

    [Fact]
    public void Checksum_OfTheReader_IsTheStandards() => Assert.Equal(0xE3069283u, Crc32C("123456789"u8));

    private sealed record Event(double At, long Step, string? Version, string? Tag, float Value);

    private static List<Event> Read(byte[] file)
    {
        var events = new List<Event>();
        ReadOnlySpan<byte> rest = file;
        while (rest.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Unmasked(BinaryPrimitives.ReadUInt32LittleEndian(rest[8..])), Crc32C(rest[..8]));
            ReadOnlySpan<byte> content = rest.Slice(12, length);
            Assert.Equal(Unmasked(BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..])), Crc32C(content));
            events.Add(Parse(content));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    private static Event Parse(ReadOnlySpan<byte> content)
    {
        var e = new Event(0, 0, null, null, 0);
        while (content.Length > 0)
        {
            ulong key = Varint(ref content);
            switch (key)
            {
                case (1 << 3) | 1:
                    e = e with { At = BinaryPrimitives.ReadDoubleLittleEndian(content) };
                    content = content[8..];
                    break;
                case 2 << 3:
                    e = e with { Step = (long)Varint(ref content) };
                    break;
                case (3 << 3) | 2:
                    e = e with { Version = Encoding.UTF8.GetString(Part(ref content)) };
                    break;
                default:
                    Assert.Equal((5ul << 3) | 2, key);
                    ReadOnlySpan<byte> summary = Part(ref content);
                    Assert.Equal((1ul << 3) | 2, Varint(ref summary));
                    ReadOnlySpan<byte> value = Part(ref summary);
                    Assert.Equal((1ul << 3) | 2, Varint(ref value));
                    string tag = Encoding.UTF8.GetString(Part(ref value));
                    Assert.Equal((2ul << 3) | 5, Varint(ref value));
                    e = e with { Tag = tag, Value = BinaryPrimitives.ReadSingleLittleEndian(value) };
                    break;
            }
        }

        return e;
    }

    private static ReadOnlySpan<byte> Part(ref ReadOnlySpan<byte> from)
    {
        int length = (int)Varint(ref from);
        ReadOnlySpan<byte> part = from[..length];
        from = from[length..];
        return part;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = from[0];
            from = from[1..];
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
            {
                return value;
            }
        }
    }

    private static uint Unmasked(uint masked)
    {
        uint rotated = masked - 0xA282EAD8;
        return (rotated >> 17) | (rotated << 15);
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
