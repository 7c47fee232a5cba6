// The map beside the table: zones, fixes with their circles, and a slider of time. Everything it draws stands in the table as well.
import { Map, NavigationControl, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import { feature } from "topojson-client";

type Fix = [time: string, latitude: number, longitude: number, accuracy: number];
type Zone = { name: string; kind: string; shape: { type: string; coordinates: never; radius?: number } };

// The tokens of the style sheet, which a canvas does not read: ink, ink-2, accent.
const ink = "#1c1d1f", out = "#3d4551", stay = "#0f6460";
setWorkerUrl("/map-worker.js");
const frame = document.querySelector<HTMLElement>("[data-fixes]");
if (frame) void draw(frame);

async function draw(frame: HTMLElement) {
  const fixes: Fix[] = JSON.parse(frame.dataset.fixes!);
  const zones: Zone[] = JSON.parse(frame.dataset.zones!);
  if (fixes.length === 0 && zones.length === 0) return;
  frame.hidden = false;
  const atlas = await (await fetch("/counties.json")).json();
  const tiles = frame.dataset.tiles;
  const areas = collection(zones.map(z => ({ type: "Feature", properties: { name: z.name, kind: z.kind }, geometry: z.shape.type === "Circle" ? circle(z.shape.coordinates[1], z.shape.coordinates[0], z.shape.radius!) : z.shape })));
  const places = fixes.map(([, lat, lon]) => [lon, lat]).concat(areas.features.flatMap((f: any) => f.geometry.coordinates.flat(f.geometry.type === "MultiPolygon" ? 2 : 1)));
  const edge = (pick: (...n: number[]) => number, axis: number) => places.reduce((a, p) => pick(a, p[axis]), places[0][axis]);
  const map = new Map({
    container: frame.querySelector<HTMLElement>(".tl-map__canvas")!,
    attributionControl: tiles ? {} : false,
    bounds: [edge(Math.min, 0), edge(Math.min, 1), edge(Math.max, 0), edge(Math.max, 1)],
    fitBoundsOptions: { padding: 40, maxZoom: 15 },
    style: {
      version: 8,
      sources: {
        counties: { type: "geojson", data: feature(atlas, atlas.objects.counties) as never },
        states: { type: "geojson", data: feature(atlas, atlas.objects.states) as never },
        ...(tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256 } } : {}),
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#f7f9fa" } },
        ...(tiles ? [{ id: "tiles", type: "raster" as const, source: "tiles" }] : []),
        { id: "counties", type: "line", source: "counties", paint: { "line-color": "#c6cace", "line-width": 0.6 } },
        { id: "states", type: "line", source: "states", paint: { "line-color": "#71767a", "line-width": 1.2 } },
      ],
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on("load", () => {
    map.addSource("zones", { type: "geojson", data: areas });
    map.addLayer({ id: "zones", type: "fill", source: "zones", paint: { "fill-color": ["match", ["get", "kind"], "Exclusion", out, stay], "fill-opacity": 0.18 } });
    map.addLayer({ id: "zone-borders", type: "line", source: "zones", paint: { "line-color": ["match", ["get", "kind"], "Exclusion", out, stay], "line-width": 2 } });
    map.addSource("fixes", { type: "geojson", data: collection([]) });
    map.addSource("now", { type: "geojson", data: collection([]) });
    map.addLayer({ id: "fixes", type: "circle", source: "fixes", paint: { "circle-radius": 3, "circle-color": ink } });
    map.addLayer({ id: "now", type: "fill", source: "now", paint: { "fill-color": ink, "fill-opacity": 0.25 } });
    const slider = frame.querySelector<HTMLInputElement>("input[type=range]")!;
    const said = frame.querySelector<HTMLOutputElement>("output")!;
    slider.max = String(Math.max(0, fixes.length - 1));
    slider.value = slider.max;
    const show = () => {
      const upTo = fixes.slice(0, Number(slider.value) + 1);
      const last = upTo[upTo.length - 1];
      source("fixes").setData(collection(upTo.map(([, lat, lon]) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } }))));
      source("now").setData(collection(last ? [{ type: "Feature", properties: {}, geometry: circle(last[1], last[2], last[3]) }] : []));
      said.textContent = last ? `${last[0]}, within ${last[3]} m` : "";
    };
    slider.addEventListener("input", show);
    show();
  });
  const source = (id: string) => map.getSource(id) as GeoJSONSource;
}

function collection(features: unknown[]): any {
  return { type: "FeatureCollection", features };
}

// A circle of so many metres as a polygon of 64 corners.
function circle(latitude: number, longitude: number, metres: number) {
  const up = metres / 111_195, aside = up / Math.cos((latitude * Math.PI) / 180);
  const corners = Array.from({ length: 65 }, (_, i) => [longitude + aside * Math.cos((i * Math.PI) / 32), latitude + up * Math.sin((i * Math.PI) / 32)]);
  return { type: "Polygon", coordinates: [corners] };
}
