namespace AiInfra.Metrics.Detection;

/// <summary>A rectangle with sides along the axes, by its corners. Coordinates are continuous: a box from 0 to 1 has the width 1.</summary>
/// <param name="Left">Smaller x.</param>
/// <param name="Top">Smaller y.</param>
/// <param name="Right">Larger x.</param>
/// <param name="Bottom">Larger y.</param>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Width times height; 0 when the box is empty.</summary>
    public double Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    internal bool IsValid => double.IsFinite(Left) && double.IsFinite(Top) && double.IsFinite(Right) && double.IsFinite(Bottom) && Right >= Left && Bottom >= Top;

    /// <summary>A box by its corner and size: the form of COCO's files.</summary>
    public static Box FromCorner(double x, double y, double width, double height) => new(x, y, x + width, y + height);

    /// <summary>A box by its centre and size: the form of YOLO's files.</summary>
    public static Box FromCentre(double x, double y, double width, double height) => new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    /// <inheritdoc />
    public override string ToString() => $"Box {{ Left = {Left}, Top = {Top}, Right = {Right}, Bottom = {Bottom} }}";

    /// <summary>Area of the common part of two boxes.</summary>
    public double Intersection(in Box other)
    {
        double width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left), height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Intersection over union, from 0 to 1; NaN of two boxes without area.</summary>
    public double IoU(in Box other)
    {
        double common = Intersection(other);
        return common / (Area + other.Area - common);
    }

    /// <summary>Generalised intersection over union (Rezatofighi 2019), from -1 to 1: below 0 the more, the farther apart. NaN of two boxes without area.</summary>
    public double GIoU(in Box other)
    {
        double common = Intersection(other), union = Area + other.Area - common;
        double hull = (Math.Max(Right, other.Right) - Math.Min(Left, other.Left)) * (Math.Max(Bottom, other.Bottom) - Math.Min(Top, other.Top));
        return (common / union) - ((hull - union) / hull);
    }
}
