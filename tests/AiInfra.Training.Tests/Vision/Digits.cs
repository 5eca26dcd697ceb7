using System.Globalization;
using AiInfra.Support;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Vision;

/// <summary>Handwritten digits of 8 x 8 pixels (UCI optdigits).</summary>
internal static class Digits
{
    /// <summary>Images float [rows, 1, 8, 8] from 0 to 1 and their digits int64 [rows].</summary>
    public static (Tensor Images, Tensor Labels) Read(string file, int rows = int.MaxValue)
    {
        int[][] lines = [.. File.ReadLines(SharedData.Require(file)).Select(l => l.Split(',')).Where(c => c.Length == 65 && char.IsAsciiDigit(c[0][0])).Take(rows).Select(c => Array.ConvertAll(c, v => int.Parse(v, CultureInfo.InvariantCulture)))];
        return (tensor(lines.SelectMany(l => l[..64]).Select(v => v / 16f).ToArray(), [lines.Length, 1, 8, 8]), tensor(lines.Select(l => (long)l[64]).ToArray()));
    }

    /// <summary>The images moved by up to one pixel each way, all of a batch alike.</summary>
    public static Tensor Moved(Tensor images)
    {
        long[] by = [.. randint(0, 3, new long[] { 2 }, ScalarType.Int64).data<long>()];
        return nn.functional.pad(images, [1, 1, 1, 1]).narrow(2, by[0], 8).narrow(3, by[1], 8);
    }
}
