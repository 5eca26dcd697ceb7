using System.Text;

namespace AiInfra.Serving.Tests.Support;

/// <summary>Protobuf by hand, for files that no well-meaning program writes.</summary>
internal static class Wire
{
    /// <summary>A message: its fields one after the other.</summary>
    public static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    /// <summary>A field that holds a message, a text or bytes.</summary>
    public static byte[] Field(int number, params byte[][] fields)
    {
        byte[] body = Message(fields);
        return [.. Varint((ulong)(number << 3) | 2), .. Varint((ulong)body.Length), .. body];
    }

    public static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    public static byte[] Number(int number, ulong value) => [.. Varint((ulong)number << 3), .. Varint(value)];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }
}
