using System.Collections.Concurrent;
using AiInfra.Images.Decoding;
using AiInfra.Images.Transforms;
using AiInfra.Training.Loading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace AiInfra.Images.Sources;

/// <summary>Batches of images, decoded and changed on threads of the pool: float [batch, 3, height, width], class numbers int64 [batch]. The same position gives the same batch to the bit, whatever the number of workers.</summary>
public sealed partial class ImageSource : IBatchSource
{
    private readonly ImageSet _images;
    private readonly ImageSourceOptions _options;
    private readonly ItemSource<Loaded> _items;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, string> _undecodable = new(StringComparer.Ordinal);

    /// <summary>Creates a source.</summary>
    /// <param name="images">The images.</param>
    /// <param name="sampler">Which of them, in which order.</param>
    /// <param name="options">How.</param>
    /// <param name="logger">Hears of images that are left out.</param>
    /// <exception cref="ArgumentException">The options can't be.</exception>
    public ImageSource(ImageSet images, IRowSampler sampler, ImageSourceOptions? options = null, ILogger<ImageSource>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(sampler);
        _images = images;
        _options = (options ?? new ImageSourceOptions()).Checked(nameof(options));
        _items = new ItemSource<Loaded>(sampler, LoadAsync, Collate, _options.Loading);
        _logger = logger ?? NullLogger<ImageSource>.Instance;
    }

    /// <inheritdoc />
    public long? BatchesInEpoch => _items.BatchesInEpoch;

    /// <summary>Images that could not be decoded so far and were left out, by path, with the reason. Each is counted once, however many epochs there are.</summary>
    public IReadOnlyDictionary<string, string> Undecodable => _undecodable;

    /// <inheritdoc />
    /// <exception cref="ImageException">An image can't be decoded and is not to be left out; all images of a batch can't; or the images of a batch differ in size.</exception>
    public IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, CancellationToken cancellationToken = default) => _items.ReadAsync(epoch, firstBatch, cancellationToken);

    private async ValueTask<Loaded> LoadAsync(ItemKey item, CancellationToken cancellationToken)
    {
        ImageFile file = _images.Files[checked((int)item.Row)];
        PixelImage image;
        try
        {
            var info = new FileInfo(file.Path);
            if (info.Exists && info.Length > _options.Limits.MaxBytes)
            {
                throw new ImageException($"{file.Path} has {info.Length:N0} bytes; {_options.Limits.MaxBytes:N0} are allowed.");
            }

            image = ImageDecoder.Decode(await File.ReadAllBytesAsync(file.Path, cancellationToken).ConfigureAwait(false), file.Path, _options.Limits);
        }
        catch (Exception e) when (e is ImageException { InnerException: null } or FileNotFoundException or DirectoryNotFoundException)
        {
            if (_options.OnUndecodable == UndecodableImage.Fail)
            {
                throw e as ImageException ?? new ImageException($"There is no image {file.Path}.", e);
            }

            if (_undecodable.TryAdd(file.Path, e.Message))
            {
                LogLeftOut(_logger, item.Row, file.Path, e.Message);
            }

            return new Loaded(item.Row, file, null);
        }

        var random = new Random(unchecked((int)(item.Seed ^ (item.Seed >> 32))));
        foreach (IImageTransform transform in _options.Transforms)
        {
            image = transform.Apply(image, random);
        }

        return new Loaded(item.Row, file, image);
    }

    private Batch Collate(IReadOnlyList<Loaded> all)
    {
        (long Row, ImageFile File, PixelImage Image)[] items = [.. all.Where(l => l.Image is not null).Select(l => (l.Row, l.File, l.Image!))];
        if (items.Length == 0)
        {
            throw new ImageException($"None of the {all.Count} images of a batch can be decoded, the first of them {all[0].File.Path}: {_undecodable[all[0].File.Path]}");
        }

        (int width, int height) = (items[0].Image.Width, items[0].Image.Height);
        if (Array.FindIndex(items, i => i.Image.Width != width || i.Image.Height != height) is int other and >= 0)
        {
            throw new ImageException($"{items[0].File.Path} is {width} x {height} after its changes, {items[other].File.Path} {items[other].Image.Width} x {items[other].Image.Height}. End the {nameof(ImageSourceOptions.Transforms)} with one that sets the size.");
        }

        int pixels = width * height;
        float[] values = new float[items.Length * 3 * pixels];
        for (int i = 0; i < items.Length; i++)
        {
            byte[] rgb = items[i].Image.Rgb;
            for (int c = 0; c < 3; c++)
            {
                (float mean, float scale) = (_options.Mean[c], 1 / _options.Deviation[c]);
                Span<float> plane = values.AsSpan(((i * 3) + c) * pixels, pixels);
                for (int p = 0; p < pixels; p++)
                {
                    plane[p] = ((rgb[(3 * p) + c] / 255f) - mean) * scale;
                }
            }
        }

        bool labelled = items.All(i => i.File.Label is not null);
        return new Batch(tensor(values, [items.Length, 3, height, width]), labelled ? tensor(items.Select(i => (long)i.File.Label!.Value).ToArray()) : null)
        {
            RowIds = [.. items.Select(i => i.Row)],
        };
    }

    [LoggerMessage(5040, LogLevel.Warning, "Image {Row} is left out: {Path}: {Reason}")]
    private static partial void LogLeftOut(ILogger logger, long row, string path, string reason);

    private sealed record Loaded(long Row, ImageFile File, PixelImage? Image);
}
